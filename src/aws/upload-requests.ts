// How the SDK sends what is uploaded, where it would take longer than it must.
interface Request {
  headers: Record<string, string>;
}
type Next = (args: { request: unknown }) => Promise<unknown>;

export const quickUploads =
  (next: Next, { commandName }: { commandName?: string }): Next =>
  (args) => {
    const { headers } = args.request as Request;
    // What a body is said to be is what it is signed with: it would be hashed once more.
    const checksum = headers['x-amz-checksum-sha256'];
    if (checksum) headers['x-amz-content-sha256'] = Buffer.from(checksum, 'base64').toString('hex');
    // Whether an upload may be made was asked when it was begun: asking for each of its parts costs a connection each.
    if (commandName === 'UploadPartCommand') delete headers.Expect;
    return next(args);
  };
