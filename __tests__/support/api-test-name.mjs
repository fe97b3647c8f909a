// Preloaded into the built action: the name api.test is this machine, without querying any name server.
import dns from 'node:dns';

const { lookup } = dns;
dns.lookup = (name, options, callback) => lookup(name === 'api.test' ? '127.0.0.1' : name, options, callback);
