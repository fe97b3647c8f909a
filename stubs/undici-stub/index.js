// Why this is here and how to take it out: README.md.
const notIncluded = () => {
  throw new Error('undici is not part of this action: every request goes through src/http');
};

// @actions/github creates one when it is loaded behind a proxy.
exports.ProxyAgent = class ProxyAgent {
  dispatch = notIncluded;
};
exports.fetch = notIncluded;
