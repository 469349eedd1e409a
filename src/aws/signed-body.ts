// What an upload says of its body is what it is signed with: the SDK would hash every part once more.
interface Request {
  headers: Record<string, string>;
}

export const signWithChecksum =
  (next: (args: { request: unknown }) => Promise<unknown>) => (args: { request: unknown }) => {
    const { headers } = args.request as Request;
    const checksum = headers['x-amz-checksum-sha256'];
    if (checksum) headers['x-amz-content-sha256'] = Buffer.from(checksum, 'base64').toString('hex');
    return next(args);
  };
