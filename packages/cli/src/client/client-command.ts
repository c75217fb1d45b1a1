import type { Command } from 'commander';
import type { CliIo } from '../cli-io.ts';
import { addServerFlags, type ServerFlags, STATE_SETTINGS, settingsOf } from '../serve/server-flags.ts';

const EXAMPLES = `
Examples:
  milaan client create --workspace "Company Ltd" --name SAP
  milaan client create --workspace "Company Ltd" --name tests --sandbox --pan ABCDE1234F --scope config:read
  milaan client list --json
  milaan client revoke 01K5QZ3V9T8R7M6N5P4Q3S2T1V
`;

export interface CreateOptions extends ServerFlags {
  readonly workspace: string;
  readonly name: string;
  readonly sandbox?: true;
  readonly pan?: readonly string[];
  readonly scope?: readonly string[];
  readonly json?: true;
}

export interface ListOptions extends ServerFlags {
  readonly json?: true;
}

const collect = (value: string, values: readonly string[] = []): readonly string[] => [...values, value];

export function clientCommand(program: Command, io: CliIo): void {
  const client = program
    .command('client')
    .summary('say who may call the API')
    .description('Makes, lists and revokes the clients of the API. A client changes its secret into auth tokens.')
    .addHelpText('after', EXAMPLES);

  addServerFlags(client.command('create').description('Make a client. Its secret is shown once.'), STATE_SETTINGS)
    .requiredOption('--workspace <name>', 'whose data it sees; made when there is none of that name')
    .requiredOption('--name <name>', 'what it is called in lists')
    .option('--sandbox', 'may order answers with x-milaan-simulate')
    .option('--pan <pan>', 'a PAN that it may act for; repeatable; all when none is given', collect)
    .option('--scope <scope>', 'what it may do, such as config:read; repeatable; all when none is given', collect)
    .option('--json', 'print JSON on stdout')
    .action(async ({ workspace, name, sandbox, pan, scope, json, ...flags }: CreateOptions) => {
      const { runCreateClient } = await import('./run-client.ts');
      const mode = sandbox === true ? 'sandbox' : 'live';
      const request = { workspace, name, mode, pans: pan ?? null, scopes: scope ?? null } as const;
      await runCreateClient(request, settingsOf(flags, io), json === true, io);
    });

  addServerFlags(client.command('list').description('List all clients, revoked ones too.'), STATE_SETTINGS)
    .option('--json', 'print JSON on stdout')
    .action(async ({ json, ...flags }: ListOptions) => {
      const { runListClients } = await import('./run-client.ts');
      await runListClients(settingsOf(flags, io), json === true, io);
    });

  addServerFlags(client.command('revoke').description('End a client and its token.'), STATE_SETTINGS)
    .argument('<id>', 'its id, as the list shows it')
    .action(async (id: string, flags: ServerFlags) => {
      const { runRevokeClient } = await import('./run-client.ts');
      await runRevokeClient(id, settingsOf(flags, io), io);
    });
}
