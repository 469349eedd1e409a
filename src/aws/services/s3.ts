// Every S3 operation the program uses: reads change nothing, writes do.
import {
  GetBucketVersioningCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';

export const Client = S3Client;

export const reads = {
  headBucket: HeadBucketCommand,
  headObject: HeadObjectCommand,
  getBucketVersioning: GetBucketVersioningCommand,
  listBuckets: ListBucketsCommand,
};

export const writes = {
  putObject: PutObjectCommand,
};
