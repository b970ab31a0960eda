import makefile from './Makefile?raw';
import client from './client.yaml?raw';
import curlpod from './curlpod.yaml?raw';
import defaultConf from './default.conf?raw';
import index2 from './index2.html?raw';
import nginxSecureApp from './nginx-secure-app.yaml?raw';
import nginxSvc from './nginx-svc.yaml?raw';
import nginxsecrets from './nginxsecrets.yaml?raw';
import runMyNginx from './run-my-nginx.yaml?raw';
import samePort from './same-port.yaml?raw';
import twoContainers from './two-containers.yaml?raw';

/** Files in the laptop's home directory from the first second: nothing that a lesson needs is ever missing. */
export const disk: Readonly<Record<string, string>> = {
  'run-my-nginx.yaml': runMyNginx,
  'nginx-svc.yaml': nginxSvc,
  'client.yaml': client,
  'same-port.yaml': samePort,
  'two-containers.yaml': twoContainers,
  'nginx-secure-app.yaml': nginxSecureApp,
  'curlpod.yaml': curlpod,
  'nginxsecrets.yaml': nginxsecrets,
  'default.conf': defaultConf,
  'index2.html': index2,
  Makefile: makefile,
};
