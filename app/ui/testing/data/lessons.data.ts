import type { Lang } from '../../../engine/protocol.ts';
import type { ChapterText, Inline, StepText, TermText } from '../../../tutorial/lesson-text.ts';
import type { LessonView } from '../../../tutorial/progress.ts';
import type { LessonTexts, PlannedChapter } from '../../store/content.ts';

const STEPS: readonly (readonly [string, string, string])[] = [
  ['pods-come-and-go', 'Pod datang dan pergi', 'Pods come and go'],
  ['expose', 'Buat Service dengan expose', 'Make a Service with expose'],
  ['manifest', 'Service sebagai manifes', 'A Service as a manifest'],
  ['describe', 'Baca Service', 'Read the Service'],
  ['endpoints', 'Siapa anggotanya', 'Who its members are'],
  ['membership', 'Masuk dan keluar', 'Joining and leaving'],
  ['virtual-ip', 'IP virtual: ke mana paketnya?', 'A virtual IP: where does it go?'],
  ['lottery', 'Undian beban', 'The balancing lottery'],
];

const CHAPTERS: readonly (readonly [string, string, number, number])[] = [
  ['Peta jaringan', 'The lie of the network', 20, 4],
  ['Mengekspos Pod ke dalam klaster', 'Exposing Pods inside the cluster', 30, 6],
  ['Membuat Service', 'Creating a Service', 50, 8],
  ['Mengakses Service', 'Accessing the Service', 45, 7],
  ['Mengamankan Service', 'Securing the Service', 75, 11],
  ['Mengekspos Service ke luar', 'Exposing the Service outside', 60, 10],
];

const say = (...parts: readonly (string | Inline[number])[]): Inline => parts;

const VIRTUAL_IP: Readonly<Record<Lang, Omit<StepText, 'slug' | 'title' | 'minutes'>>> = {
  id: {
    blocks: [
      {
        type: 'paragraph',
        text: say(
          'Alamat ',
          { term: 'clusterip', text: 'ClusterIP' },
          ' ',
          { code: '10.0.162.149' },
          ' tidak ada di ',
          { term: 'interface', text: 'antarmuka' },
          ' mana pun. Tiap Node menyimpan salinan aturannya di strip kiri. Panggil dari Pod ',
          { code: 'curl' },
          ', lalu ikuti paketnya.',
        ),
      },
      { type: 'run', act: 'call', command: 'curl -sS http://10.0.162.149', in: 'pod curl' },
      {
        type: 'predict',
        id: 'where',
        question: say('Di Node mana Pod tujuannya dipilih?'),
        choices: [
          { value: 'node-ljyd', text: say({ code: 'node-ljyd' }) },
          { value: 'node-905m', text: say({ code: 'node-905m' }) },
        ],
        feedback: say('Tujuan berubah di node-ljyd, sebelum paket keluar: lompatan 2, PREROUTING.'),
        right: 'node-ljyd',
      },
    ],
    goals: [
      {
        check: 'call',
        text: say(
          'Satu panggilan ke ',
          { code: '10.0.162.149:80' },
          ' diganti tujuannya ke sebuah Pod dan dijawab 200',
        ),
      },
      { check: 'pointed', text: say('Kamu menunjuk Node tempat tujuan itu diganti') },
    ],
    reasons: [],
    hints: [
      { rung: 1, text: say('Lihat strip di tepi kiri tiap Node.') },
      { rung: 2, text: say('Aturan disalin ke tiap Node.'), card: 'clusterip' },
      { rung: 3, text: say({ code: 'curl http://____' }, ' di Pod klien, lalu buka ____') },
    ],
    solution: ['curl -sS http://10.0.162.149'],
    beats: [],
  },
  en: {
    blocks: [
      {
        type: 'paragraph',
        text: say(
          'No ',
          { term: 'interface', text: 'interface' },
          ' owns the ',
          { term: 'clusterip', text: 'ClusterIP' },
          ' ',
          { code: '10.0.162.149' },
          '. Every node keeps a copy of the Service rules in the strip on its left. Call from the Pod ',
          { code: 'curl' },
          ' and follow the packet.',
        ),
      },
      { type: 'run', act: 'call', command: 'curl -sS http://10.0.162.149', in: 'pod curl' },
      {
        type: 'predict',
        id: 'where',
        question: say('On which node is the Pod chosen?'),
        choices: [
          { value: 'node-ljyd', text: say({ code: 'node-ljyd' }) },
          { value: 'node-905m', text: say({ code: 'node-905m' }) },
        ],
        feedback: say('Hop 2, PREROUTING on node-ljyd. The other node saw a plain Pod address.'),
        right: 'node-ljyd',
      },
    ],
    goals: [
      {
        check: 'call',
        text: say('A call to ', { code: '10.0.162.149:80' }, ' was rewritten to a Pod and answered with 200'),
      },
      { check: 'pointed', text: say('You pointed at the node where it was rewritten') },
    ],
    reasons: [],
    hints: [
      { rung: 1, text: say('Look at the strip on the left edge of each node.') },
      { rung: 2, text: say('Rules are copied to every node.'), card: 'clusterip' },
      { rung: 3, text: say({ code: 'curl http://____' }, ' in the client Pod, then open ____') },
    ],
    solution: ['curl -sS http://10.0.162.149'],
    beats: [],
  },
};

/** Chapter 2 as the page would get it; only 2.7 is written out. */
const chapterText = (lang: Lang): ChapterText => ({
  number: 2,
  title: lang === 'id' ? 'Membuat Service' : 'Creating a Service',
  outcome: '',
  minutes: 50,
  steps: STEPS.map(([slug, id, en]) => ({
    slug,
    title: lang === 'id' ? id : en,
    minutes: 6,
    ...(slug === 'virtual-ip'
      ? VIRTUAL_IP[lang]
      : { ...VIRTUAL_IP[lang], blocks: VIRTUAL_IP[lang].blocks.slice(0, 2) }),
  })),
});

const GLOSSARY: Readonly<Record<Lang, readonly TermText[]>> = {
  id: [
    {
      id: 'clusterip',
      title: 'ClusterIP',
      text: [say('Alamat virtual sebuah Service. Tidak ada mesin yang memilikinya.')],
    },
    { id: 'interface', title: 'Antarmuka', text: [say('Tempat sebuah mesin menerima dan mengirim paket.')] },
  ],
  en: [
    {
      id: 'clusterip',
      title: 'ClusterIP',
      text: [say('The virtual address of a Service. No machine owns it.')],
    },
    { id: 'interface', title: 'Interface', text: [say('Where a machine takes in and sends out packets.')] },
  ],
};

export const LESSON_27: LessonView = {
  step: { chapter: 2, step: 'virtual-ip' },
  checks: [
    { id: 'call', state: 'ok' },
    { id: 'pointed', state: 'open' },
  ],
  done: false,
  doneSteps: STEPS.slice(0, 6).map(([slug]) => `2/${slug}`),
  names: {},
  predictions: {},
  cards: {},
};

export const NGINX_SVC = `apiVersion: v1
kind: Service
metadata:
  name: my-nginx
  labels:
    run: my-nginx
spec:
  ports:
  - port: 80
    protocol: TCP
  selector:
    run: my-nginx
`;

export const NGINX_PAGE = `<!DOCTYPE html>
<html>
<head>
<title>Welcome to nginx!</title>
</head>
<body>
<h1>Welcome to nginx!</h1>
<p>If you see this page, the nginx web server is successfully installed and
working. Further configuration is required.</p>

<p>For online documentation and support please refer to
<a href="http://nginx.org/">nginx.org</a>.<br/>
Commercial support is available at
<a href="http://nginx.com/">nginx.com</a>.</p>

<p><em>Thank you for using nginx.</em></p>
</body>
</html>
`;

/** The lessons in one language as the page would load them. */
export const lessonTexts = (lang: Lang): LessonTexts => ({
  chapters: [chapterText(lang)],
  terms: GLOSSARY[lang],
});

export const PLANNED: readonly PlannedChapter[] = CHAPTERS.map(([id, en, minutes], number) => ({
  number,
  title: { id, en },
  minutes,
}));
