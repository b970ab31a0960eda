import { useEffect, useState, type FocusEvent } from 'react';
import { Group, Panel, Separator } from 'react-resizable-panels';
import { Lesson } from '../lesson/Lesson.tsx';
import { useLayout, type Pane } from '../store/layout.ts';
import { Dock } from '../timeline/Dock.tsx';
import { useT, type WordKey } from '../text/translate.ts';
import './learn.css';
import { LowerTabs } from './LowerTabs.tsx';
import { Part } from './Part.tsx';
import { usePaneKeys } from './pane-keys.ts';

const GRAPH = () => import('../graph/Graph.tsx');
const DRAWER = () => import('../inspector/Drawer.tsx');
const TERMINALS = () => import('../terminal/Terminals.tsx');
const EDITOR = () => import('../editor/EditorPane.tsx');

const BAR = 48;
const DOCK = 44;
const LESSON = { usual: 400, narrow: 320, most: 520 };
const TERMINAL = 648;
const EDITOR_LEAST = 200;
/** From here on the lesson keeps its width beside graph and drawer. */
const ROOMY = 1300;
const LOWER_LEAST = 196;
/** Below these the panes stand one under the other and the page scrolls: phones, and laptops at a strong zoom. */
const SIDE_BY_SIDE = { width: 900, height: 560 };

/** The learn view: lesson, graph, dock, terminal and editor. */
export function LearnView() {
  const maximised = useLayout((layout) => layout.maximised);
  const { width, height } = useWindow();
  usePaneKeys();
  const stacked = width < SIDE_BY_SIDE.width || height < SIDE_BY_SIDE.height;
  return (
    <div
      className={stacked ? 'learn stacked' : 'learn'}
      data-view="learn"
      data-maximised={maximised}
      onFocus={uncover}
    >
      {stacked ? <Stack /> : <Split width={width} height={height} />}
    </div>
  );
}

/** The focus is never hidden: when it leaves a maximised pane, that one is put back. A menu over it is no leaving. */
function uncover(event: FocusEvent): void {
  const { maximised } = useLayout.getState();
  if (maximised === undefined || !event.currentTarget.contains(event.target)) return;
  if (event.target.closest(`[data-pane="${maximised}"]`) === null)
    useLayout.setState({ maximised: undefined });
}

/** All panes in one column, each as high as it needs to be. */
function Stack() {
  const drawer = useLayout((layout) => layout.drawer);
  return (
    <>
      <PaneBox name="lesson" word="lesson">
        <Lesson />
      </PaneBox>
      <PaneBox name="graph" word="graph">
        <Part load={GRAPH} />
      </PaneBox>
      <PaneBox name="dock" word="transport">
        <Dock />
      </PaneBox>
      {drawer === undefined ? null : <DrawerBox />}
      <Terminal />
      <EditorBox />
    </>
  );
}

/** The panes side by side, all of them resizable. */
function Split({ width, height }: { readonly width: number; readonly height: number }) {
  const narrow = width < 1200;
  const lesson = width < ROOMY ? LESSON.narrow : LESSON.usual;
  const apart = !narrow && width - lesson - TERMINAL >= EDITOR_LEAST;
  const lower = Math.max(LOWER_LEAST, Math.round(0.4 * (height - BAR))) + DOCK;
  const graphLeast = height < 700 ? 300 : 340;
  return (
    <Group orientation="horizontal" className="columns" key={lesson}>
      <Panel
        id="lesson-column"
        className="pane"
        defaultSize={lesson}
        minSize={LESSON.narrow}
        maxSize={LESSON.most}
        groupResizeBehavior="preserve-pixel-size"
      >
        <PaneBox name="lesson" word="lesson">
          <Lesson />
        </PaneBox>
      </Panel>
      <Bar word="lesson" />
      <Panel id="stage" minSize={420}>
        <Group orientation="vertical" className="rows">
          <Panel id="picture" className="pane" minSize={graphLeast}>
            <Picture withDrawer={!narrow} />
          </Panel>
          <Bar word="graph" />
          <Panel id="lower" className="pane" defaultSize={lower} minSize={LOWER_LEAST + DOCK}>
            <div className="lower">
              <PaneBox name="dock" word="transport">
                <Dock />
              </PaneBox>
              {apart ? (
                <Apart />
              ) : (
                <LowerTabs
                  terminal={<Terminal />}
                  editor={<EditorBox />}
                  drawer={narrow ? <DrawerBox /> : undefined}
                />
              )}
            </div>
          </Panel>
        </Group>
      </Panel>
    </Group>
  );
}

function Picture({ withDrawer }: { readonly withDrawer: boolean }) {
  const drawer = useLayout((layout) => layout.drawer);
  return (
    <div className="picture">
      <PaneBox name="graph" word="graph">
        <Part load={GRAPH} />
      </PaneBox>
      {drawer === undefined || !withDrawer ? null : <DrawerBox />}
    </div>
  );
}

function DrawerBox() {
  const drawer = useLayout((layout) => layout.drawer) ?? 'events';
  return (
    <PaneBox name="drawer" word={drawer}>
      <Part load={DRAWER} />
    </PaneBox>
  );
}

function Apart() {
  return (
    <Group orientation="horizontal" className="lower-panes">
      <Panel
        id="terminal"
        className="pane"
        defaultSize={TERMINAL}
        minSize={320}
        groupResizeBehavior="preserve-pixel-size"
      >
        <Terminal />
      </Panel>
      <Bar word="terminal" />
      <Panel id="editor" className="pane" minSize={EDITOR_LEAST}>
        <EditorBox />
      </Panel>
    </Group>
  );
}

function Terminal() {
  return (
    <PaneBox name="terminal" word="terminal">
      <Part load={TERMINALS} />
    </PaneBox>
  );
}

function EditorBox() {
  return (
    <PaneBox name="editor" word="editor">
      <Part load={EDITOR} />
    </PaneBox>
  );
}

interface PaneBoxProps {
  readonly name: Pane;
  readonly word: WordKey;
  readonly children: React.ReactNode;
}

/** A pane: a landmark with a name that F6 finds. */
function PaneBox({ name, word, children }: PaneBoxProps) {
  const t = useT();
  return (
    <section
      id={`pane-${name}`}
      className={`pane-box pane-${name}`}
      data-pane={name}
      aria-label={t(word)}
      tabIndex={-1}
    >
      {children}
    </section>
  );
}

/** The line between two panes: drag it, or move it with the arrow keys. */
function Bar({ word }: { readonly word: WordKey }) {
  const t = useT();
  return <Separator className="separator" aria-label={t('resize', { pane: t(word) })} />;
}

function useWindow(): { readonly width: number; readonly height: number } {
  const [size, setSize] = useState({ width: innerWidth, height: innerHeight });
  useEffect(() => {
    const follow = () => setSize({ width: innerWidth, height: innerHeight });
    addEventListener('resize', follow);
    return () => removeEventListener('resize', follow);
  }, []);
  return size;
}
