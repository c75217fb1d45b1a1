import { type KyselyPlugin, PostgresQueryCompiler, type RootOperationNode } from 'kysely';
import type { State } from '../state/open-state.ts';

/** The state with every statement that goes through it written down, without its values. */
export function recordStatements(state: State): { readonly state: State; readonly statements: string[] } {
  const statements: string[] = [];
  const compiler = new PostgresQueryCompiler();
  const recorder: KyselyPlugin = {
    transformQuery({ node, queryId }) {
      // A raw statement within another has no id of its own that the compiler would ask for.
      statements.push(compiler.compileQuery(node as RootOperationNode, queryId).sql);
      return node;
    },
    transformResult: async ({ result }) => result,
  };
  return { state: { ...state, db: state.db.withPlugin(recorder) }, statements };
}
