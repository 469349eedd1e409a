// A step asks questions, needs earlier steps, declares resources in order of creation, and gives a few strings to later steps.

import type { Question, Want } from './question.ts';
import type { Line, Resource } from './resource.ts';

export type Gives = Record<string, string>;

/** What the steps in `needs` gave, by step name; a step left out of this run gives nothing. */
export type Given<N> = {
  readonly [K in keyof N]?: N[K] extends { gives: infer G } ? { readonly [O in keyof G]: string } : never;
};

// biome-ignore lint/suspicious/noExplicitAny: each found value is typed by its resource; the record as a whole is not.
type AnyResource = Resource<any>;

export interface StepShape<Q, N, R, O extends string, P> {
  readonly asks: Q;
  readonly needs: N;
  /** Of these, whose gives its resources are made from; without it, of all. */
  readonly from?: readonly (keyof N & string)[];
  /** May look at AWS to know what is there, but changes nothing. */
  resources(place: P, want: Want<Q>, given: Given<N>): R | Promise<R>;
  /** Each output from what was found; undefined while it is not there yet. */
  readonly gives: Readonly<Record<O, (found: Found<R>, want: Want<Q>) => string | undefined>>;
  /** What is wrong with what is there, though everything exists. */
  checks?(place: P, want: Want<Q>, found: Found<R>): Promise<Line[]>;
}

/** What `read` of each resource found; absent while there is nothing. */
type Found<R> = {
  readonly [K in keyof R]?: NonNullable<R[K]> extends { read(): Promise<infer F> } ? Exclude<F, undefined> : never;
};

export interface Step<Q = unknown, N = unknown, R = unknown, O extends string = string, P = never>
  extends StepShape<Q, N, R, O, P> {
  readonly name: StepName;
}

export type StepName = 'roles' | 'ami' | 'template' | 'asg' | 'app' | 'group' | 'deploy' | 'push' | 'bluegreen';

/** A step whose types have been forgotten: what the engine walks over. */
export interface AnyStep {
  readonly name: StepName;
  readonly asks: Record<string, Question>;
  readonly needs: Record<string, AnyStep>;
  readonly from?: readonly string[];
  resources(
    place: never,
    want: never,
    given: never,
  ): Record<string, AnyResource> | Promise<Record<string, AnyResource>>;
  readonly gives: Readonly<Record<string, (found: never, want: never) => string | undefined>>;
  checks?(place: never, want: never, found: never): Promise<Line[]>;
}

/** Stands for what a step that has not run would give. */
export const placeholder = (step: string, output: string) => `<${step}.${output}>`;
