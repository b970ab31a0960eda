import type { editor, IDisposable } from 'monaco-editor/editor';
import { useEffect, useRef, useState } from 'react';
import { open, writeFile } from '../acts/carry-out.ts';
import { lastInput } from '../controls/modality.ts';
import { WayOutNote, type WayOut } from '../controls/WayOutNote.tsx';
import { useFiles } from '../store/editor.ts';
import { usePreferences } from '../store/preferences.ts';
import { useSelection } from '../store/selection.ts';
import { useT } from '../text/translate.ts';
import { lineOfField } from './field-line.ts';
import { editorOptions, monacoReady, applyQuietTheme } from './monaco.ts';

const PAUSE = 300;

/** One file in Monaco, checked against the Kubernetes schema. 300 ms after the last key it is written. */
export default function YamlEditor({ path, text }: { readonly path: string; readonly text: string }) {
  const t = useT();
  const host = useRef<HTMLDivElement>(null);
  const made = useRef<editor.IStandaloneCodeEditor>(undefined);
  const written = useRef(text);
  const theme = usePreferences((preferences) => preferences.theme);
  const label = `${t('editor')} ${path}. ${t('escThenTab')}`;
  const [way, setWay] = useState<WayOut>();

  useEffect(() => {
    let dispose: () => void = () => undefined;
    let gone = false;
    void monacoReady.then((monaco) => {
      if (gone || host.current === null) return;
      applyQuietTheme(monaco);
      const uri = monaco.Uri.parse(`file:///${path}`);
      monaco.editor.getModel(uri)?.dispose();
      const model = monaco.editor.createModel(useFiles.getState().texts[path] ?? '', language(path), uri);
      written.current = model.getValue();
      const view = monaco.editor.create(host.current, { ...editorOptions, model, ariaLabel: label });
      made.current = view;
      let timer: ReturnType<typeof setTimeout> | undefined;
      const write = () => {
        clearTimeout(timer);
        const value = model.getValue();
        if (value === written.current) return;
        written.current = value;
        useFiles.setState({ unapplied: true });
        writeFile(path, value);
      };
      const listening = model.onDidChangeContent(() => {
        clearTimeout(timer);
        timer = setTimeout(write, PAUSE);
      });
      const leaving = leaveWithTab(view, setWay);
      const blurring = view.onDidBlurEditorText(write);
      // A step shows its file by itself; to open it, as lessons ask, is to turn to it.
      const turning = once(view.onDidFocusEditorText, () => open(path));
      dispose = () => {
        write();
        [listening, blurring, turning, ...leaving, view, model].forEach((each) => each.dispose());
        made.current = undefined;
      };
    });
    return () => {
      gone = true;
      dispose();
    };
    // The label only names the input.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [path]);

  useEffect(() => {
    void monacoReady.then(applyQuietTheme);
  }, [theme]);

  useEffect(() => {
    const model = made.current?.getModel();
    if (!model || text === written.current || text === model.getValue()) return;
    written.current = text;
    model.setValue(text);
  }, [text]);

  useGoTo(made, path);
  useBrushing(made);
  return (
    <div className="editor-place">
      <div ref={host} className="editor-host nokey" data-testid="editor" />
      <WayOutNote way={way} />
    </div>
  );
}

/** Hears an event the first time only. */
function once(event: (listener: () => void) => IDisposable, listener: () => void): IDisposable {
  const listening = event(() => {
    listening.dispose();
    listener();
  });
  return listening;
}

const language = (path: string): string => (/\.ya?ml$/.test(path) ? 'yaml' : 'plaintext');

/** Esc, then Tab leaves the editor; the first Esc closes a suggestion list, as everywhere. */
function leaveWithTab(view: editor.IStandaloneCodeEditor, tell: (way: WayOut) => void): IDisposable[] {
  let leaving = false;
  return [
    view.onKeyDown((event) => {
      const key = event.browserEvent.key;
      if (key === 'Tab' && leaving) event.stopPropagation();
      else if (key !== 'Shift') leaving = key === 'Escape';
      view.updateOptions({ tabFocusMode: leaving });
      tell(leaving ? 'tabLeaves' : undefined);
    }),
    view.onDidFocusEditorText(() => tell(lastInput() === 'pointer' ? undefined : 'escThenTab')),
    view.onDidBlurEditorText(() => {
      leaving = false;
      view.updateOptions({ tabFocusMode: false });
      tell(undefined);
    }),
  ];
}

function useGoTo(made: React.RefObject<editor.IStandaloneCodeEditor | undefined>, path: string): void {
  const goTo = useFiles((files) => files.goTo);
  useEffect(() => {
    if (goTo?.path !== path) return undefined;
    const timer = setTimeout(() => {
      const view = made.current;
      const line = lineOfField(view?.getModel()?.getValue() ?? '', goTo.field);
      if (view === undefined || line === undefined) return;
      view.revealLineInCenter(line);
      view.setPosition({ lineNumber: line, column: 1 });
      view.focus();
      useFiles.setState({ goTo: undefined });
    }, 50);
    return () => clearTimeout(timer);
  }, [goTo, path, made]);
}

/** What is lit elsewhere is lit here, too. */
function useBrushing(made: React.RefObject<editor.IStandaloneCodeEditor | undefined>): void {
  const brushed = useSelection((selection) => selection.brushed);
  useEffect(() => {
    const view = made.current;
    const model = view?.getModel();
    if (!view || !model || brushed === undefined) return undefined;
    const marks = view.createDecorationsCollection(
      model.findMatches(brushed, false, false, true, null, false).map(({ range }) => ({
        range,
        options: { inlineClassName: 'lit' },
      })),
    );
    return () => marks.clear();
  }, [brushed, made]);
}
