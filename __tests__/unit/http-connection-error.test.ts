import { describe, expect, test } from '@jest/globals';
import { ConnectionError } from '../../src/http/connection-error.ts';

function failure(code: string, syscall?: string, message = `${syscall} ${code}`) {
  return Object.assign(new Error(message), { code, syscall });
}

describe('A failed connection', () => {
  test.each([
    ['refused', failure('ECONNREFUSED', 'connect')],
    ['not routed', failure('EHOSTUNREACH', 'connect')],
    ['not established in time', failure('ETIMEDOUT', 'connect')],
    ['to an unknown name', failure('ENOTFOUND', 'getaddrinfo')],
    ['to a name that is not resolved now', failure('EAI_AGAIN', 'getaddrinfo')],
    ['refused at each address', Object.assign(new AggregateError([], ''), { code: 'ECONNREFUSED' })],
    [
      'refused by the proxy',
      failure('ECONNRESET', undefined, 'tunneling socket could not be established, statusCode=407'),
    ],
  ])('%s has sent nothing', (_how, cause) => {
    expect(new ConnectionError(cause)).toMatchObject({ sent: false, isCertificate: false });
  });

  test.each([
    ['reset', failure('ECONNRESET', 'read')],
    ['broken', failure('EPIPE', 'write')],
    ['without a route in the middle', failure('EHOSTUNREACH', 'read')],
    ['without HTTP', failure('HPE_INVALID_CONSTANT')],
    ['of an unknown kind', 'thrown text'],
  ])('%s may have sent the request', (_how, cause) => {
    expect(new ConnectionError(cause)).toMatchObject({ sent: true, isCertificate: false });
  });

  test.each([
    'CERT_HAS_EXPIRED',
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'SELF_SIGNED_CERT_IN_CHAIN',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'ERR_TLS_CERT_ALTNAME_INVALID',
    'INVALID_CA',
  ])('because of %s has sent nothing and is a certificate error', (code) => {
    expect(new ConnectionError(failure(code))).toMatchObject({ code, sent: false, isCertificate: true });
  });

  test('because of a slow TLS handshake is not a certificate error', () => {
    expect(new ConnectionError(failure('ERR_TLS_HANDSHAKE_TIMEOUT'))).toMatchObject({ isCertificate: false });
  });

  test('has a message even if Node gives none', () => {
    const cause = Object.assign(new AggregateError([], ''), { code: 'ECONNREFUSED' });
    expect(new ConnectionError(cause).message).toBe('ECONNREFUSED');
    expect(new ConnectionError(new Error('')).message).toBe('the connection failed');
  });
});
