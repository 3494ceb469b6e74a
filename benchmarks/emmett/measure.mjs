// Appends and rehydrates with emmett-postgresql, one request a line: JSON in, JSON out.
// Arguments: the database's URL, and the event to append as JSON.

import { createInterface } from 'node:readline';
import { randomUUID } from 'node:crypto';
import { getPostgreSQLEventStore } from '@event-driven-io/emmett-postgresql';

const [url, event] = process.argv.slice(2);
const one = JSON.parse(event);
const store = getPostgreSQLEventStore(url);
await store.schema.migrate();

const events = (count) => Array.from({ length: count }, () => ({ type: 'LetterSent', data: one }));

const write = async (until, batch) => {
  const stream = randomUUID();
  let version = 0n;
  while (performance.now() < until) {
    const appended = await store.appendToStream(stream, events(batch), {
      expectedStreamVersion: version === 0n ? 'STREAM_DOES_NOT_EXIST' : version,
    });
    version = appended.nextExpectedStreamVersion;
  }
  return Number(version);
};

const append = async ({ writers, batch, seconds }) => {
  const until = performance.now() + seconds * 1000;
  const written = await Promise.all(Array.from({ length: writers }, () => write(until, batch)));
  return { events: written.reduce((sum, count) => sum + count, 0) };
};

const rehydrate = async ({ stream, count, times }) => {
  const { streamExists } = await store.readStream(stream, { maxCount: 1n });
  if (!streamExists) await store.appendToStream(stream, events(count));
  const milliseconds = [];
  for (let time = 0; time < times; time++) {
    const started = performance.now();
    const { state } = await store.aggregateStream(stream, {
      initialState: () => ({ count: 0, last: null }),
      evolve: (state, { data }) => ({ count: state.count + 1, last: data }),
    });
    milliseconds.push(performance.now() - started);
    if (state.count !== count) throw new Error(`${state.count} events instead of ${count}`);
  }
  return { milliseconds };
};

const ways = { append, rehydrate };
for await (const line of createInterface({ input: process.stdin })) {
  const { way, ...request } = JSON.parse(line);
  console.log(JSON.stringify(await ways[way](request)));
}
await store.close();
