// Runs in any runtime: nothing here but the SDK and what the web gives.

/**
 * A whole reconciliation, one answer of each way to fail, and a signed message.
 */
export async function runWholeJob(sdk, { baseUrl, clientSecret, sandboxSecret, args, files, webhook }) {
  const milaan = sdk.createMilaanClient({ baseUrl, clientSecret });
  const stages = new Set();
  const done = await milaan.reconcile(files, args, { onProgress: ({ stage }) => stages.add(stage) });
  const matchTypes = {};
  for await (const { result } of done.results()) matchTypes[result.matchType] = (matchTypes[result.matchType] ?? 0) + 1;
  const report = await (await done.report()).arrayBuffer();
  const paged = [];
  const { workflowId } = done.workflow;
  for await (const line of milaan.listResultDocuments({ workflowId, limit: 7 })) paged.push(line);
  const events = [];
  for await (const { status } of milaan.workflowEvents(workflowId)) events.push(status);

  const kindOf = (error) =>
    error instanceof sdk.MilaanError ? `${error.constructor.name} ${error.code} ${error.attempts.length}` : error.name;
  const failing = async (call) => {
    try {
      await call();
      return 'no failure';
    } catch (error) {
      return kindOf(error);
    }
  };
  const sandbox = (code) =>
    sdk.createMilaanClient({
      baseUrl,
      clientSecret: sandboxSecret,
      headers: { 'x-milaan-simulate': code },
      maxRetries: 1,
    });
  const failures = [
    await failing(() => milaan.getWorkflow({ workflowId: 'wf_01K5QZ3V9T8R7M6N5P4Q3S2T1V' })),
    await failing(() => sdk.createMilaanClient({ baseUrl, clientSecret: 'wrong' }).listWorkflows()),
    await failing(() => sandbox('upstream_invalid_response').listHeldData({ pan: args.pan })),
  ];
  const aborted = new AbortController();
  aborted.abort();
  failures.push(await failing(() => milaan.call('listHeldData', { pan: args.pan }, { signal: aborted.signal })));
  const { secret, headers, body, atMs } = webhook;
  const event = await sdk.verifyWebhook({ body, headers: new Headers(headers), secret, nowMs: atMs });
  return {
    stages: [...stages],
    matchTypes,
    reportBytes: report.byteLength,
    paged: paged.length,
    events,
    failures,
    event,
  };
}
