import { create } from 'zustand';

/** What the drawer beside the graph shows. */
export type DrawerTab = 'events' | 'packet' | 'rules' | 'conntrack' | 'object';

/** A pane that can be maximised and that F6 visits. */
export type Pane = 'lesson' | 'graph' | 'dock' | 'drawer' | 'terminal' | 'editor';

/** What the lower pane shows where there is room for one only. */
export type LowerPane = 'terminal' | 'editor' | 'drawer';

interface Layout {
  readonly drawer: DrawerTab | undefined;
  readonly maximised: Pane | undefined;
  /** Where the lower pane is one of two tabs (narrow pages). */
  readonly lower: LowerPane;
}

/** Which drawer is open and which pane fills the page. */
export const useLayout = create<Layout>()(() => ({
  drawer: undefined,
  maximised: undefined,
  lower: 'terminal',
}));

/** Opens a tab of the drawer, or closes it when it is the open one. */
export const toggleDrawer = (tab: DrawerTab): void =>
  useLayout.setState(({ drawer }) => ({ drawer: drawer === tab ? undefined : tab }));

/** Fills the page with one pane, or puts it back. */
export const toggleMaximised = (pane: Pane): void =>
  useLayout.setState(({ maximised }) => ({ maximised: maximised === pane ? undefined : pane }));
