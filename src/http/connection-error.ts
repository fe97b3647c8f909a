const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO|ERR_TLS/u;

/** Node's code of a failed connection; empty if it has none. */
export function connectionErrorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** True for a certificate that has expired, is for another name, or is of nobody who is trusted. */
export function isCertificateError(error: unknown): boolean {
  return CERTIFICATE.test(connectionErrorCode(error));
}
