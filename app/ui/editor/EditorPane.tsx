import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { readFile, open } from '../acts/carry-out.ts';
import { runCommand } from '../acts/run-command.ts';
import { Icon } from '../controls/Icon.tsx';
import { MaximiseButton } from '../controls/MaximiseButton.tsx';
import { MenuButton } from '../controls/Menu.tsx';
import { engine } from '../engine-client.ts';
import { useCluster } from '../store/cluster.ts';
import { textsIn, useContent } from '../store/content.ts';
import { useFiles } from '../store/editor.ts';
import { useT } from '../text/translate.ts';
import './editor.css';
import { fileOfStep } from './file-of-step.ts';

// Monaco is by far the heaviest part of the page: the strip with its buttons does not wait for it.
const YamlEditor = lazy(() => import('./YamlEditor.tsx'));

const YAML = /\.ya?ml$/;

/** The files of the laptop in an editor. The text is the file: every pause writes it. */
export default function EditorPane() {
  const t = useT();
  const { paths, current, texts, unapplied } = useFiles();
  const known = useRef(false);
  useEffect(() => {
    if (known.current) return;
    known.current = true;
    void engine.ask({ about: 'files' }).then(({ paths: found }) => takePaths(found));
  }, []);
  useEffect(() => {
    if (current === undefined || texts[current] !== undefined) return;
    void readFile(current).then((text) => {
      useFiles.setState((state) => ({ texts: { ...state.texts, [current]: text } }));
    });
  }, [current, texts]);
  useFileOfStep();
  const text = current === undefined ? undefined : texts[current];
  return (
    <div className="editor">
      <div className="strip-bar">
        <FileMenu paths={paths} current={current} />
        <span className="spacer" />
        <MaximiseButton pane="editor" />
        {current !== undefined && YAML.test(current) ? (
          <ApplyButton path={current} strong={unapplied} />
        ) : null}
      </div>
      {current === undefined || text === undefined ? (
        <p className="editor-empty">{t(current === undefined && paths.length > 0 ? 'noFile' : 'loading')}</p>
      ) : (
        <Suspense fallback={<p className="editor-empty">{t('loading')}</p>}>
          <YamlEditor path={current} text={text} />
        </Suspense>
      )}
    </div>
  );
}

/** Turns to the file that a new step is about. Within a chapter a step that speaks of none leaves open what is open. */
function useFileOfStep(): void {
  const step = useCluster((cluster) => cluster.lesson?.step);
  const chapter = useContent((state) =>
    textsIn(state, 'id')?.chapters.find(({ number }) => number === step?.chapter),
  );
  const known = useFiles((files) => files.paths.length > 0);
  const before = useRef<number>(undefined);
  useEffect(() => {
    if (chapter === undefined || step === undefined || !known) return;
    const { paths, current } = useFiles.getState();
    const file = fileOfStep(chapter, step.step, paths);
    const turns = file?.own === true || current === undefined || before.current !== chapter.number;
    before.current = chapter.number;
    if (turns) useFiles.setState({ current: file?.path ?? current ?? paths.find((path) => YAML.test(path)) });
    // Only a new step turns to another file, not a file that comes or goes.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [chapter, step?.step, known]);
}

function takePaths(found: readonly string[]): void {
  useFiles.setState(({ paths }) => ({ paths: [...new Set([...paths, ...found])].toSorted() }));
}

function FileMenu({
  paths,
  current,
}: {
  readonly paths: readonly string[];
  readonly current: string | undefined;
}) {
  const t = useT();
  return (
    <MenuButton
      label={`${t('files')}: ${current ?? t('noFile')}`}
      className="file-button menu-chevron"
      mono
      items={paths.map((path) => ({
        id: path,
        label: baseName(path),
        checked: path === current,
        onSelect: () => {
          useFiles.setState({ current: path });
          open(path);
        },
      }))}
    >
      <span className="file-name">{current === undefined ? t('noFile') : baseName(current)}</span>
      <Icon name="chevron" size={16} />
    </MenuButton>
  );
}

const baseName = (path: string): string => path.split('/').at(-1) ?? path;

function ApplyButton({ path, strong }: { readonly path: string; readonly strong: boolean }) {
  const t = useT();
  const [busy, setBusy] = useState(false);
  const apply = async () => {
    setBusy(true);
    useFiles.setState({ unapplied: false });
    await runCommand(`kubectl apply -f ${path}`);
    setBusy(false);
  };
  return (
    <button
      type="button"
      className={`button apply ${strong ? 'primary' : 'outlined plain'}`}
      // Not `disabled`: that would take the focus away from who pressed it by key.
      aria-disabled={busy}
      onClick={() => {
        if (!busy) void apply();
      }}
    >
      {t('apply')}
    </button>
  );
}
