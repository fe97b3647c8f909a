// @actions/http-client and @actions/github bring undici along for a `fetch` that goes through a proxy. Here every request
// goes by http-client's own tunnel (src/http/request.ts), so that the 960 kB of it would be loaded for nothing, and its
// advisories would be ours.
const absent = () => {
  throw new Error('undici is not part of this action: requests go by src/http/request.ts');
};

// @actions/github makes one while it is loaded, where there is a proxy.
exports.ProxyAgent = class ProxyAgent {
  dispatch = absent;
};
exports.fetch = absent;
