import { engine } from '../engine-client.ts';
import { useCluster } from '../store/cluster.ts';
import { stepText, useContent } from '../store/content.ts';
import { usePreferences } from '../store/preferences.ts';
import { useLayout } from '../store/layout.ts';
import { useSelection } from '../store/selection.ts';

/**
 * Points at an object: it is selected, the lesson hears of it, and where it is a choice of the open prediction it is the
 * answer. Nothing points at nothing.
 */
export function pointAt(key: string | undefined): void {
  useSelection.setState({ object: key });
  if (key === undefined) return;
  engine.input({ type: 'point', what: key });
  const name = key.split('/').at(-1);
  for (const block of openPredictions()) {
    const choice = block.choices.find(({ value }) => value === key || value === name);
    if (choice !== undefined) engine.input({ type: 'answer', id: block.id, value: choice.value });
  }
}

function openPredictions() {
  const { lesson } = useCluster.getState();
  if (lesson === undefined) return [];
  const text = stepText(useContent.getState(), usePreferences.getState().lang, lesson.step);
  const predictions = text?.blocks.filter((block) => block.type === 'predict') ?? [];
  return predictions.filter(({ id }) => lesson.predictions[id]?.right !== true);
}

/** Opens the panel of an object in the drawer; a lesson may ask for that. */
export function openPanel(key: string): void {
  useSelection.setState({ object: key });
  useLayout.setState({ drawer: 'object' });
  engine.input({ type: 'open', what: key });
}
