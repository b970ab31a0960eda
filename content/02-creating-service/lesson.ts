import { run, type Chapter } from '../../app/tutorial/lesson.ts';
import { chapter as before } from '../01-exposing-pods/lesson.ts';
import { expose, inspect, podsDie, svcYaml } from './service-object.ts';
import { endpointslice, lottery, membership, virtualIp } from './service-traffic.ts';

/** Chapter 2: one stable address, and the knowledge that no machine owns it. */
export const chapter: Chapter = {
  number: 2,
  slug: 'creating-service',
  minutes: 50,
  covers: ['S29'],
  checkpoint: [
    ...before.checkpoint,
    run('kubectl apply -f ./run-my-nginx.yaml'),
    run('kubectl scale deployment my-nginx --replicas=3'),
    run('kubectl scale deployment my-nginx --replicas=2'),
  ],
  steps: [podsDie, expose, svcYaml, inspect, endpointslice, membership, virtualIp, lottery],
};
