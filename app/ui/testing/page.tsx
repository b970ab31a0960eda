import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import type { Lang } from '../../engine/protocol.ts';
import type { PageWords } from '../../tutorial/page-words.ts';
import { App } from '../App.tsx';
import { engine } from '../engine-client.ts';
import '../fonts.css';
import { offerLintas } from '../lintas.ts';
import { followAddress } from '../route.ts';
import { loadTexts, useContent } from '../store/content.ts';
import { drive, watch } from '../store/session.ts';
import { useLayout, type DrawerTab } from '../store/layout.ts';
import '../tokens.css';
import { useWords } from '../text/translate.ts';
import { show, usePreferences } from '../store/preferences.ts';
import { LESSON_27, lessonTexts, NGINX_SVC, PLANNED } from './data/lessons.data.ts';
import { ROWS_27, ROWS_53, ROWS_STATES } from './data/rows.data.ts';
import { clusterIpTrace, nodePortTrace, noEndpointsTrace } from './data/traces.data.ts';
import { FixtureTransport, type Fixture } from './fixture-transport.ts';

const FIXTURES: Readonly<Record<string, Fixture>> = {
  '27': { rows: ROWS_27, trace: clusterIpTrace, lesson: LESSON_27 },
  '53': { rows: ROWS_53, trace: nodePortTrace, lesson: LESSON_27 },
  states: { rows: ROWS_STATES, trace: noEndpointsTrace, lesson: LESSON_27 },
};

show();
// Content stands above the page's floor; here, where nothing is built, it comes by its address.
const address = '/content/locales/index.ts';
const { locales } = (await import(/* @vite-ignore */ address)) as { locales: Record<Lang, PageWords> };
useWords.setState({ words: locales });
useContent.setState({
  content: {
    texts: { id: () => Promise.resolve(lessonTexts('id')), en: () => Promise.resolve(lessonTexts('en')) },
    planned: PLANNED,
    world: {
      name: 'document',
      seed: 1,
      files: { 'nginx-svc.yaml': NGINX_SVC, 'run-my-nginx.yaml': 'apiVersion: apps/v1\nkind: Deployment\n' },
    },
  },
});
const asked = new URLSearchParams(location.search);
const fixture = FIXTURES[asked.get('fixture') ?? '27'] ?? FIXTURES['27'];
if (fixture === undefined) throw new Error('no such fixture');
engine.connect(() => new FixtureTransport(fixture));
engine.boot();
offerLintas('fixture');
void loadTexts(usePreferences.getState().lang).then(() => followAddress());
const drawer = asked.get('drawer');
if (drawer !== null) useLayout.setState({ drawer: drawer as DrawerTab });
const stop = asked.get('stop');
if (stop !== null)
  setTimeout(() => {
    watch(fixture.trace(0), Number(stop) - 1);
    drive({ type: 'seek', stop: Number(stop) - 1 });
  }, 800);
const root = document.getElementById('root');
if (root !== null)
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
