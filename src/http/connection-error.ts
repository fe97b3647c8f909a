/**
 * Codes of Node and OpenSSL for a certificate that has expired, is for another name, or whose issuer is not trusted.
 */
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO|INVALID_CA|INVALID_PURPOSE/u;
/** System calls that come before a request is written. */
const BEFORE_SENDING = ['connect', 'getaddrinfo'];
/** How http-client starts its message if a proxy refuses, or cannot be reached. */
const NO_TUNNEL = 'tunneling socket could not be established';

/** A connection failed: it was never made, or it broke before the whole response was there. */
export class ConnectionError extends Error {
  /** Node's code, such as `ECONNRESET`; empty if there is none. */
  readonly code: string;
  /** True if the certificate of the server is not trusted. */
  readonly isCertificate: boolean;
  /** False if the request certainly never left, so that the server cannot have seen it. */
  readonly sent: boolean;

  /** @param cause what Node or http-client threw */
  constructor(cause: unknown) {
    const message = cause instanceof Error ? cause.message : String(cause);
    const code = stringField(cause, 'code');
    super(message || code || 'the connection failed', { cause });
    this.name = 'ConnectionError';
    this.code = code;
    this.isCertificate = CERTIFICATE.test(code);
    this.sent = !(
      this.isCertificate ||
      BEFORE_SENDING.includes(stringField(cause, 'syscall')) ||
      // Node tried several addresses, and none could be connected to.
      cause instanceof AggregateError ||
      message.startsWith(NO_TUNNEL)
    );
  }
}

function stringField(error: unknown, name: 'code' | 'syscall'): string {
  const value: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;
  return typeof value === 'string' ? value : '';
}
