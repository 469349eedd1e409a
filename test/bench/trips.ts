// Prints, as JSON, the round trips of each everyday command.
import { shop, situations } from '../support/trips.ts';

await shop();
const told = [];
for (const { name, depth, calls, measure } of situations) {
  const trips = await measure();
  told.push({ name, depth: trips.depth, calls: trips.calls, goals: { depth, calls } });
}
process.stdout.write(JSON.stringify(told));
process.exit(0);
