import { create } from 'zustand';

interface Selection {
  /** Key of the selected object of the graph. */
  readonly object: string | undefined;
  /** Text that is lit wherever it occurs: an address, a name, a chain. */
  readonly brushed: string | undefined;
  /** Number of the focused rule in the rule walk, counted over all chains. */
  readonly rule: number | undefined;
}

/** What is selected and what is lit across terminal, graph, YAML and rules. */
export const useSelection = create<Selection>()(() => ({
  object: undefined,
  brushed: undefined,
  rule: undefined,
}));

/** Lights a text everywhere; nothing, or the same again, puts it out. */
export const brush = (text: string | undefined): void => {
  useSelection.setState(({ brushed }) => ({ brushed: brushed === text ? undefined : text }));
};
