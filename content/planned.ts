/** Chapters in the order of the curriculum, with the minutes they will take. Those without content yet are shown as to come. */
export const planned = [
  { number: 0, title: { id: 'Peta jaringan', en: 'The lie of the network' }, minutes: 20 },
  {
    number: 1,
    title: { id: 'Mengekspos Pod ke dalam klaster', en: 'Exposing Pods inside the cluster' },
    minutes: 30,
  },
  { number: 2, title: { id: 'Membuat Service', en: 'Creating a Service' }, minutes: 50 },
  { number: 3, title: { id: 'Mengakses Service', en: 'Finding the Service' }, minutes: 45 },
  { number: 4, title: { id: 'Mengamankan Service', en: 'Securing the Service' }, minutes: 75 },
  { number: 5, title: { id: 'Mengekspos Service ke luar', en: 'Exposing the Service outside' }, minutes: 60 },
  { number: 6, title: { id: 'IP sumber', en: 'Source IP' }, minutes: 30 },
  { number: 7, title: { id: 'Kebijakan trafik', en: 'Traffic policies' }, minutes: 25 },
  { number: 8, title: { id: 'Isi perut kube-proxy', en: 'Inside kube-proxy' }, minutes: 50 },
  { number: 9, title: { id: 'Klinik Service', en: 'Service clinic' }, minutes: 70 },
  { number: 10, title: { id: 'Bentuk Service lain', en: 'Other shapes' }, minutes: 55 },
  { number: 11, title: { id: 'Siklus hidup endpoint', en: 'Endpoint lifecycle' }, minutes: 35 },
  { number: 12, title: { id: 'Kebijakan jaringan', en: 'NetworkPolicy' }, minutes: 25 },
  {
    number: 13,
    title: { id: 'Lapis 7: Gateway dan Ingress', en: 'Layer 7: Gateway and Ingress' },
    minutes: 35,
  },
  { number: 14, title: { id: 'Ujian dan laboratorium', en: 'Exam and free lab' }, minutes: 90 },
] as const;
