// Instances × lifecycle events, for a face that can draw over what it has drawn.

export interface Grid {
  rows: GridRow[];
  /** Instances for which there is no row. */
  hidden: number;
}

export interface GridRow {
  instance: string;
  /** Where a deployment has two fleets: which one. */
  label?: string;
  status: string;
  events: { name: string; status: string }[];
}

/** The place of one grid on the screen. */
export interface Board {
  /** How many instances can be shown; changes with the size of the terminal. */
  readonly rows: number;
  draw(grid: Grid): void;
  /** What was drawn last stays as it is; the next grid is another one. */
  leave(): void;
}
