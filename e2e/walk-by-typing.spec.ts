import { test } from '@playwright/test';
import { LessonPage } from './lesson-page.ts';

const ON_905M = '-l run=my-nginx --field-selector spec.nodeName=node-905m';
const ON_LJYD = '-l run=my-nginx --field-selector spec.nodeName=node-ljyd';
const CLUSTER_IP = "$(kubectl get svc my-nginx -o jsonpath='{.spec.clusterIP}')";
const FIRST_NAME = "-o jsonpath='{.items[0].metadata.name}'";
const FIRST_IP = "-o jsonpath='{.items[0].status.podIP}'";

test('both chapters are learned by the keyboard: commands, and YAML that is edited and applied, in English', async ({
  page,
}) => {
  test.setTimeout(150_000);
  const lesson = await LessonPage.open(page, 'en', '#/1/1');

  await test.step('1.1', async () => {
    await lesson.type('cat run-my-nginx.yaml');
    await lesson.connect('spec.selector.matchLabels', 'spec.template.metadata.labels');
    await lesson.reached('1.1 ');
    await lesson.next();
  });
  await test.step('1.2', async () => {
    await lesson.apply();
    await lesson.reached('1.2 ');
    await lesson.next();
  });
  await test.step('1.3', async () => {
    await lesson.type('kubectl get pods -o wide');
    await lesson.reached('1.3 ');
    await lesson.next();
  });
  await test.step('1.4', async () => {
    await lesson.type("kubectl get pods -l run=my-nginx -o jsonpath='{.items[*].status.podIP}'");
    await lesson.reached('1.4 ');
    await lesson.next();
  });
  await test.step('1.5', async () => {
    await lesson.type(`IP=$(kubectl get pods ${ON_905M} ${FIRST_IP})`);
    await lesson.type(`ssh node-ljyd curl -sS http://$IP`);
    await lesson.type(`kubectl exec $(kubectl get pods ${ON_LJYD} -o name) -- curl -sS http://$IP`);
    await lesson.reached('1.5 ');
    await lesson.next();
  });
  await test.step('1.6', async () => {
    await lesson.type('kubectl scale deployment my-nginx --replicas=3');
    await lesson.type('ssh node-905m');
    await lesson.type('curl --max-time 3 http://10.240.0.4', 'node-905m');
    await lesson.type('exit', 'node-905m');
    await lesson.type('kubectl scale deployment my-nginx --replicas=2');
    await lesson.reached('1.6 ');
    await lesson.next();
  });

  await test.step('2.1', async () => {
    await lesson.type(`OLD=$(kubectl get pods ${ON_905M} ${FIRST_IP})`);
    await lesson.type(`kubectl delete pod $(kubectl get pods ${ON_905M} ${FIRST_NAME})`);
    await lesson.type('ssh node-ljyd curl --max-time 5 http://$OLD');
    await lesson.reached('2.1 ');
    await lesson.next();
  });
  await test.step('2.2', async () => {
    await lesson.type('kubectl expose deploy my-nginx --port=80');
    await lesson.reached('2.2 ');
    await lesson.next();
  });
  await test.step('2.3', async () => {
    await lesson.type('kubectl apply -f nginx-svc.yaml');
    await lesson.replaceInEditor('port: 80', 'port: 8080\n    targetPort: 80');
    await lesson.apply();
    await lesson.type(`ssh node-ljyd curl -sS http://${CLUSTER_IP}:8080`);
    await lesson.replaceInEditor('port: 8080', 'port: 80');
    await lesson.apply();
    await lesson.reached('2.3 ');
    await lesson.next();
  });
  await test.step('2.4', async () => {
    await lesson.type('kubectl get svc');
    await lesson.type('kubectl get svc my-nginx -o yaml');
    await lesson.reached('2.4 ');
    await lesson.next();
  });
  await test.step('2.5', async () => {
    await lesson.type('kubectl get endpointslices -o yaml');
    await lesson.reached('2.5 ');
    await lesson.next();
  });
  await test.step('2.6', async () => {
    await lesson.type(`kubectl delete pod $(kubectl get pods ${ON_905M} ${FIRST_NAME})`);
    await lesson.type(
      `kubectl label pod $(kubectl get pods -l run=my-nginx ${FIRST_NAME}) run=debug --overwrite`,
    );
    await lesson.type('kubectl delete pods -l run=debug');
    await lesson.reached('2.6 ');
    await lesson.next();
  });
  await test.step('2.7', async () => {
    await lesson.type('kubectl apply -f client.yaml');
    await lesson.type('kubectl exec -it curl -- sh');
    await lesson.type('curl -sS http://my-nginx', 'curl');
    await lesson.type('exit', 'curl');
    await lesson.object('Node/node-ljyd').press('Enter');
    await lesson.reached('2.7 ');
    await lesson.next();
  });
  await test.step('2.8', async () => {
    await lesson.type(
      `ssh node-ljyd 'for i in $(seq 1 100); do curl -sS -o /dev/null http://'${CLUSTER_IP}'; done'`,
    );
    await lesson.reached('2.8 ');
  });
});
