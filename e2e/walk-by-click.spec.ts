import { expect, test } from '@playwright/test';
import { isReady, LessonPage } from './lesson-page.ts';

test('both chapters are learned by clicking alone, in Indonesian', async ({ page }) => {
  test.setTimeout(150_000);
  await page.goto('/?lang=id');
  await isReady(page);
  await page.getByRole('button', { name: 'Mulai' }).click();
  const lesson = new LessonPage(page, 'id');

  await test.step('1.1', async () => {
    await lesson.press('Buka run-my-nginx.yaml');
    await lesson.predict(/blok ports/, 'ya');
    await lesson.connect('spec.selector.matchLabels', 'spec.template.metadata.labels');
    await lesson.reached('1.1 ');
    await lesson.next();
  });
  await test.step('1.2', async () => {
    await lesson.predict(/Objek mana/, 'ReplicaSet');
    await lesson.run(/^kubectl apply/);
    await lesson.reached('1.2 ');
    await lesson.next();
  });
  await test.step('1.3', async () => {
    await lesson.predict(/satu Node/, 'di sini tidak');
    await lesson.run(/^kubectl get pods/);
    await lesson.reached('1.3 ');
    await lesson.next();
  });
  await test.step('1.4', async () => {
    await lesson.run(/grep podIP/);
    await lesson.predict(/Berapa baris/, 'empat');
    await lesson.run(/custom-columns/);
    await lesson.reached('1.4 ');
    await lesson.next();
  });
  await test.step('1.5', async () => {
    await lesson.predict(/Alamat klien/, 'alamat pemanggil sendiri');
    await lesson.run(/^curl http/);
    await lesson.run(/^kubectl exec/);
    await lesson.run(/^curl --max-time/);
    await lesson.reached('1.5 ');
    await lesson.next();
  });
  await test.step('1.6', async () => {
    await lesson.run(/replicas=3/);
    await lesson.predict(/Node itu sendiri/, 'ditolak');
    await lesson.run(/^ssh .* curl/);
    await lesson.run(/replicas=2/);
    await lesson.reached('1.6 ');
    await lesson.next();
  });

  await test.step('2.1', async () => {
    await lesson.press('Buka cabang "Pod mati"');
    await expect(page.getByText('pods-die')).toBeVisible();
    await lesson.predict(/alamat yang lama/, 'tidak');
    await lesson.run(/^kubectl delete pod/);
    await lesson.run(/^kubectl get pods/);
    await lesson.run(/^ssh .* curl/);
    await lesson.press('Matikan Node-nya');
    await lesson.press('Percepat 6 menit');
    await lesson.press('Kembali ke pelajaran');
    await expect(page.getByText('pods-die')).toBeHidden();
    await lesson.reached('2.1 ');
    await lesson.next();
  });
  await test.step('2.2', async () => {
    await lesson.predict(/membuka port/, 'tidak');
    await lesson.run(/^kubectl expose/);
    await lesson.reached('2.2 ');
    await lesson.next();
  });
  await test.step('2.3', async () => {
    await lesson.predict(/baris Labels/, '<none>');
    await lesson.run(/^kubectl describe/);
    await lesson.run(/^kubectl apply/);
    await lesson.press('Ubah menjadi port: 8080');
    await lesson.press('Terapkan');
    await lesson.run(/8080$/);
    await lesson.press('Kembalikan ke port: 80');
    await lesson.press('Terapkan', 1);
    await lesson.reached('2.3 ');
    await lesson.next();
  });
  await test.step('2.4', async () => {
    await lesson.run(/^kubectl get svc/);
    await lesson.predict(/EXTERNAL-IP/, '<none>');
    await lesson.run(/^kubectl describe/);
    await lesson.reached('2.4 ');
    await lesson.next();
  });
  await test.step('2.5', async () => {
    await lesson.predict(/Siapa yang menulisnya/, 'controller EndpointSlice');
    await lesson.run(/^kubectl get endpointslices/);
    await lesson.run(/^kubectl get ep/);
    await lesson.run(/^kubectl get pods/);
    await lesson.reached('2.5 ');
    await lesson.next();
  });
  await test.step('2.6', async () => {
    await lesson.run(/^kubectl delete pod/);
    await lesson.predict(/Berapa Pod/, 'tiga');
    await lesson.run(/^kubectl label/);
    await lesson.run(/^kubectl delete pod .*/, 1);
    await lesson.press('Buat Pod satunya tidak siap');
    await lesson.press('Buat siap lagi');
    await lesson.reached('2.6 ');
    await lesson.next();
  });
  await test.step('2.7', async () => {
    await lesson.run(/^ip addr/);
    await lesson.run(/^kubectl apply/);
    await lesson.run(/^curl -sS/);
    await lesson.point('Node/node-ljyd');
    await lesson.run(/^curl -sS/, 1);
    await lesson.run(/^ping/);
    await lesson.run(/iptables-save/);
    await lesson.reached('2.7 ');
    await lesson.next();
  });
  await test.step('2.8', async () => {
    await lesson.predict(/tiga endpoint/, '1/3');
    await lesson.run(/^for i/);
    await lesson.run(/^curl -sS/);
    await lesson.reached('2.8 ');
  });
});
