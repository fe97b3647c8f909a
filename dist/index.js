import { createRequire as __WEBPACK_EXTERNAL_createRequire } from "module";
/******/ var __webpack_modules__ = ({

/***/ 770:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {

module.exports = __nccwpck_require__(218);


/***/ }),

/***/ 218:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {

var __webpack_unused_export__;


var net = __nccwpck_require__(278);
var tls = __nccwpck_require__(756);
var http = __nccwpck_require__(611);
var https = __nccwpck_require__(692);
var events = __nccwpck_require__(434);
var assert = __nccwpck_require__(613);
var util = __nccwpck_require__(23);


exports.httpOverHttp = httpOverHttp;
exports.httpsOverHttp = httpsOverHttp;
exports.httpOverHttps = httpOverHttps;
exports.httpsOverHttps = httpsOverHttps;


function httpOverHttp(options) {
  var agent = new TunnelingAgent(options);
  agent.request = http.request;
  return agent;
}

function httpsOverHttp(options) {
  var agent = new TunnelingAgent(options);
  agent.request = http.request;
  agent.createSocket = createSecureSocket;
  agent.defaultPort = 443;
  return agent;
}

function httpOverHttps(options) {
  var agent = new TunnelingAgent(options);
  agent.request = https.request;
  return agent;
}

function httpsOverHttps(options) {
  var agent = new TunnelingAgent(options);
  agent.request = https.request;
  agent.createSocket = createSecureSocket;
  agent.defaultPort = 443;
  return agent;
}


function TunnelingAgent(options) {
  var self = this;
  self.options = options || {};
  self.proxyOptions = self.options.proxy || {};
  self.maxSockets = self.options.maxSockets || http.Agent.defaultMaxSockets;
  self.requests = [];
  self.sockets = [];

  self.on('free', function onFree(socket, host, port, localAddress) {
    var options = toOptions(host, port, localAddress);
    for (var i = 0, len = self.requests.length; i < len; ++i) {
      var pending = self.requests[i];
      if (pending.host === options.host && pending.port === options.port) {
        // Detect the request to connect same origin server,
        // reuse the connection.
        self.requests.splice(i, 1);
        pending.request.onSocket(socket);
        return;
      }
    }
    socket.destroy();
    self.removeSocket(socket);
  });
}
util.inherits(TunnelingAgent, events.EventEmitter);

TunnelingAgent.prototype.addRequest = function addRequest(req, host, port, localAddress) {
  var self = this;
  var options = mergeOptions({request: req}, self.options, toOptions(host, port, localAddress));

  if (self.sockets.length >= this.maxSockets) {
    // We are over limit so we'll add it to the queue.
    self.requests.push(options);
    return;
  }

  // If we are under maxSockets create a new one.
  self.createSocket(options, function(socket) {
    socket.on('free', onFree);
    socket.on('close', onCloseOrRemove);
    socket.on('agentRemove', onCloseOrRemove);
    req.onSocket(socket);

    function onFree() {
      self.emit('free', socket, options);
    }

    function onCloseOrRemove(err) {
      self.removeSocket(socket);
      socket.removeListener('free', onFree);
      socket.removeListener('close', onCloseOrRemove);
      socket.removeListener('agentRemove', onCloseOrRemove);
    }
  });
};

TunnelingAgent.prototype.createSocket = function createSocket(options, cb) {
  var self = this;
  var placeholder = {};
  self.sockets.push(placeholder);

  var connectOptions = mergeOptions({}, self.proxyOptions, {
    method: 'CONNECT',
    path: options.host + ':' + options.port,
    agent: false,
    headers: {
      host: options.host + ':' + options.port
    }
  });
  if (options.localAddress) {
    connectOptions.localAddress = options.localAddress;
  }
  if (connectOptions.proxyAuth) {
    connectOptions.headers = connectOptions.headers || {};
    connectOptions.headers['Proxy-Authorization'] = 'Basic ' +
        new Buffer(connectOptions.proxyAuth).toString('base64');
  }

  debug('making CONNECT request');
  var connectReq = self.request(connectOptions);
  connectReq.useChunkedEncodingByDefault = false; // for v0.6
  connectReq.once('response', onResponse); // for v0.6
  connectReq.once('upgrade', onUpgrade);   // for v0.6
  connectReq.once('connect', onConnect);   // for v0.7 or later
  connectReq.once('error', onError);
  connectReq.end();

  function onResponse(res) {
    // Very hacky. This is necessary to avoid http-parser leaks.
    res.upgrade = true;
  }

  function onUpgrade(res, socket, head) {
    // Hacky.
    process.nextTick(function() {
      onConnect(res, socket, head);
    });
  }

  function onConnect(res, socket, head) {
    connectReq.removeAllListeners();
    socket.removeAllListeners();

    if (res.statusCode !== 200) {
      debug('tunneling socket could not be established, statusCode=%d',
        res.statusCode);
      socket.destroy();
      var error = new Error('tunneling socket could not be established, ' +
        'statusCode=' + res.statusCode);
      error.code = 'ECONNRESET';
      options.request.emit('error', error);
      self.removeSocket(placeholder);
      return;
    }
    if (head.length > 0) {
      debug('got illegal response body from proxy');
      socket.destroy();
      var error = new Error('got illegal response body from proxy');
      error.code = 'ECONNRESET';
      options.request.emit('error', error);
      self.removeSocket(placeholder);
      return;
    }
    debug('tunneling connection has established');
    self.sockets[self.sockets.indexOf(placeholder)] = socket;
    return cb(socket);
  }

  function onError(cause) {
    connectReq.removeAllListeners();

    debug('tunneling socket could not be established, cause=%s\n',
          cause.message, cause.stack);
    var error = new Error('tunneling socket could not be established, ' +
                          'cause=' + cause.message);
    error.code = 'ECONNRESET';
    options.request.emit('error', error);
    self.removeSocket(placeholder);
  }
};

TunnelingAgent.prototype.removeSocket = function removeSocket(socket) {
  var pos = this.sockets.indexOf(socket)
  if (pos === -1) {
    return;
  }
  this.sockets.splice(pos, 1);

  var pending = this.requests.shift();
  if (pending) {
    // If we have pending requests and a socket gets closed a new one
    // needs to be created to take over in the pool for the one that closed.
    this.createSocket(pending, function(socket) {
      pending.request.onSocket(socket);
    });
  }
};

function createSecureSocket(options, cb) {
  var self = this;
  TunnelingAgent.prototype.createSocket.call(self, options, function(socket) {
    var hostHeader = options.request.getHeader('host');
    var tlsOptions = mergeOptions({}, self.options, {
      socket: socket,
      servername: hostHeader ? hostHeader.replace(/:.*$/, '') : options.host
    });

    // 0 is dummy port for v0.6
    var secureSocket = tls.connect(0, tlsOptions);
    self.sockets[self.sockets.indexOf(socket)] = secureSocket;
    cb(secureSocket);
  });
}


function toOptions(host, port, localAddress) {
  if (typeof host === 'string') { // since v0.10
    return {
      host: host,
      port: port,
      localAddress: localAddress
    };
  }
  return host; // for v0.11 or later
}

function mergeOptions(target) {
  for (var i = 1, len = arguments.length; i < len; ++i) {
    var overrides = arguments[i];
    if (typeof overrides === 'object') {
      var keys = Object.keys(overrides);
      for (var j = 0, keyLen = keys.length; j < keyLen; ++j) {
        var k = keys[j];
        if (overrides[k] !== undefined) {
          target[k] = overrides[k];
        }
      }
    }
  }
  return target;
}


var debug;
if (process.env.NODE_DEBUG && /\btunnel\b/.test(process.env.NODE_DEBUG)) {
  debug = function() {
    var args = Array.prototype.slice.call(arguments);
    if (typeof args[0] === 'string') {
      args[0] = 'TUNNEL: ' + args[0];
    } else {
      args.unshift('TUNNEL:');
    }
    console.error.apply(console, args);
  }
} else {
  debug = function() {};
}
__webpack_unused_export__ = debug; // for test


/***/ }),

/***/ 678:
/***/ ((__unused_webpack_module, exports) => {

// Why this is here and how to take it out: README.md.
const notIncluded = () => {
  throw new Error('undici is not part of this action: every request goes through src/http');
};

// @actions/github creates one when it is loaded behind a proxy.
exports.k = class ProxyAgent {
  dispatch = notIncluded;
};
exports.h = notIncluded;


/***/ }),

/***/ 613:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("assert");

/***/ }),

/***/ 434:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("events");

/***/ }),

/***/ 896:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("fs");

/***/ }),

/***/ 611:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("http");

/***/ }),

/***/ 692:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("https");

/***/ }),

/***/ 278:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("net");

/***/ }),

/***/ 857:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("os");

/***/ }),

/***/ 756:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("tls");

/***/ }),

/***/ 23:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("util");

/***/ }),

/***/ 413:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  getOctokit: () => (/* binding */ getOctokit)
});

// UNUSED EXPORTS: context

// EXTERNAL MODULE: external "fs"
var external_fs_ = __nccwpck_require__(896);
// EXTERNAL MODULE: external "os"
var external_os_ = __nccwpck_require__(857);
;// CONCATENATED MODULE: ./node_modules/@actions/github/lib/context.js


class Context {
    /**
     * Hydrate the context from the environment
     */
    constructor() {
        var _a, _b, _c;
        this.payload = {};
        if (process.env.GITHUB_EVENT_PATH) {
            if ((0,external_fs_.existsSync)(process.env.GITHUB_EVENT_PATH)) {
                this.payload = JSON.parse((0,external_fs_.readFileSync)(process.env.GITHUB_EVENT_PATH, { encoding: 'utf8' }));
            }
            else {
                const path = process.env.GITHUB_EVENT_PATH;
                process.stdout.write(`GITHUB_EVENT_PATH ${path} does not exist${external_os_.EOL}`);
            }
        }
        this.eventName = process.env.GITHUB_EVENT_NAME;
        this.sha = process.env.GITHUB_SHA;
        this.ref = process.env.GITHUB_REF;
        this.workflow = process.env.GITHUB_WORKFLOW;
        this.action = process.env.GITHUB_ACTION;
        this.actor = process.env.GITHUB_ACTOR;
        this.job = process.env.GITHUB_JOB;
        this.runAttempt = parseInt(process.env.GITHUB_RUN_ATTEMPT, 10);
        this.runNumber = parseInt(process.env.GITHUB_RUN_NUMBER, 10);
        this.runId = parseInt(process.env.GITHUB_RUN_ID, 10);
        this.apiUrl = (_a = process.env.GITHUB_API_URL) !== null && _a !== void 0 ? _a : `https://api.github.com`;
        this.serverUrl = (_b = process.env.GITHUB_SERVER_URL) !== null && _b !== void 0 ? _b : `https://github.com`;
        this.graphqlUrl =
            (_c = process.env.GITHUB_GRAPHQL_URL) !== null && _c !== void 0 ? _c : `https://api.github.com/graphql`;
    }
    get issue() {
        const payload = this.payload;
        return Object.assign(Object.assign({}, this.repo), { number: (payload.issue || payload.pull_request || payload).number });
    }
    get repo() {
        if (process.env.GITHUB_REPOSITORY) {
            const [owner, repo] = process.env.GITHUB_REPOSITORY.split('/');
            return { owner, repo };
        }
        if (this.payload.repository) {
            return {
                owner: this.payload.repository.owner.login,
                repo: this.payload.repository.name
            };
        }
        throw new Error("context.repo requires a GITHUB_REPOSITORY environment variable like 'owner/repo'");
    }
}
//# sourceMappingURL=context.js.map
// EXTERNAL MODULE: ./node_modules/@actions/http-client/lib/index.js + 1 modules
var lib = __nccwpck_require__(942);
// EXTERNAL MODULE: ./stubs/undici-stub/index.js
var undici_stub = __nccwpck_require__(678);
;// CONCATENATED MODULE: ./node_modules/@actions/github/lib/internal/utils.js
var __awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};


function getAuthString(token, options) {
    if (!token && !options.auth) {
        throw new Error('Parameter token or opts.auth is required');
    }
    else if (token && options.auth) {
        throw new Error('Parameters token and opts.auth may not both be specified');
    }
    return typeof options.auth === 'string' ? options.auth : `token ${token}`;
}
function getProxyAgent(destinationUrl) {
    const hc = new lib/* HttpClient */.Qq();
    return hc.getAgent(destinationUrl);
}
function getProxyAgentDispatcher(destinationUrl) {
    const hc = new lib/* HttpClient */.Qq();
    return hc.getAgentDispatcher(destinationUrl);
}
function getProxyFetch(destinationUrl) {
    const httpDispatcher = getProxyAgentDispatcher(destinationUrl);
    const proxyFetch = (url, opts) => __awaiter(this, void 0, void 0, function* () {
        return (0,undici_stub/* fetch */.h)(url, Object.assign(Object.assign({}, opts), { dispatcher: httpDispatcher }));
    });
    return proxyFetch;
}
function getApiBaseUrl() {
    return process.env['GITHUB_API_URL'] || 'https://api.github.com';
}
function getUserAgentWithOrchestrationId(baseUserAgent) {
    var _a;
    const orchId = (_a = process.env['ACTIONS_ORCHESTRATION_ID']) === null || _a === void 0 ? void 0 : _a.trim();
    if (orchId) {
        const sanitizedId = orchId.replace(/[^a-z0-9_.-]/gi, '_');
        const tag = `actions_orchestration_id/${sanitizedId}`;
        if (baseUserAgent === null || baseUserAgent === void 0 ? void 0 : baseUserAgent.includes(tag))
            return baseUserAgent;
        const ua = baseUserAgent ? `${baseUserAgent} ` : '';
        return `${ua}${tag}`;
    }
    return baseUserAgent;
}
//# sourceMappingURL=utils.js.map
;// CONCATENATED MODULE: ./node_modules/universal-user-agent/index.js
function getUserAgent() {
  if (typeof navigator === "object" && "userAgent" in navigator) {
    return navigator.userAgent;
  }

  if (typeof process === "object" && process.version !== undefined) {
    return `Node.js/${process.version.substr(1)} (${process.platform}; ${
      process.arch
    })`;
  }

  return "<environment undetectable>";
}

;// CONCATENATED MODULE: ./node_modules/before-after-hook/lib/register.js
// @ts-check

function register(state, name, method, options) {
  if (typeof method !== "function") {
    throw new Error("method for before hook must be a function");
  }

  if (!options) {
    options = {};
  }

  if (Array.isArray(name)) {
    return name.reverse().reduce((callback, name) => {
      return register.bind(null, state, name, callback, options);
    }, method)();
  }

  return Promise.resolve().then(() => {
    if (!state.registry[name]) {
      return method(options);
    }

    return state.registry[name].reduce((method, registered) => {
      return registered.hook.bind(null, method, options);
    }, method)();
  });
}

;// CONCATENATED MODULE: ./node_modules/before-after-hook/lib/add.js
// @ts-check

function addHook(state, kind, name, hook) {
  const orig = hook;
  if (!state.registry[name]) {
    state.registry[name] = [];
  }

  if (kind === "before") {
    hook = (method, options) => {
      return Promise.resolve()
        .then(orig.bind(null, options))
        .then(method.bind(null, options));
    };
  }

  if (kind === "after") {
    hook = (method, options) => {
      let result;
      return Promise.resolve()
        .then(method.bind(null, options))
        .then((result_) => {
          result = result_;
          return orig(result, options);
        })
        .then(() => {
          return result;
        });
    };
  }

  if (kind === "error") {
    hook = (method, options) => {
      return Promise.resolve()
        .then(method.bind(null, options))
        .catch((error) => {
          return orig(error, options);
        });
    };
  }

  state.registry[name].push({
    hook: hook,
    orig: orig,
  });
}

;// CONCATENATED MODULE: ./node_modules/before-after-hook/lib/remove.js
// @ts-check

function removeHook(state, name, method) {
  if (!state.registry[name]) {
    return;
  }

  const index = state.registry[name]
    .map((registered) => {
      return registered.orig;
    })
    .indexOf(method);

  if (index === -1) {
    return;
  }

  state.registry[name].splice(index, 1);
}

;// CONCATENATED MODULE: ./node_modules/before-after-hook/index.js
// @ts-check





// bind with array of arguments: https://stackoverflow.com/a/21792913
const bind = Function.bind;
const bindable = bind.bind(bind);

function bindApi(hook, state, name) {
  const removeHookRef = bindable(removeHook, null).apply(
    null,
    name ? [state, name] : [state]
  );
  hook.api = { remove: removeHookRef };
  hook.remove = removeHookRef;
  ["before", "error", "after", "wrap"].forEach((kind) => {
    const args = name ? [state, kind, name] : [state, kind];
    hook[kind] = hook.api[kind] = bindable(addHook, null).apply(null, args);
  });
}

function Singular() {
  const singularHookName = Symbol("Singular");
  const singularHookState = {
    registry: {},
  };
  const singularHook = register.bind(null, singularHookState, singularHookName);
  bindApi(singularHook, singularHookState, singularHookName);
  return singularHook;
}

function Collection() {
  const state = {
    registry: {},
  };

  const hook = register.bind(null, state);
  bindApi(hook, state);

  return hook;
}

/* harmony default export */ const before_after_hook = ({ Singular, Collection });

;// CONCATENATED MODULE: ./node_modules/@octokit/endpoint/dist-bundle/index.js
// pkg/dist-src/defaults.js


// pkg/dist-src/version.js
var VERSION = "0.0.0-development";

// pkg/dist-src/defaults.js
var userAgent = `octokit-endpoint.js/${VERSION} ${getUserAgent()}`;
var DEFAULTS = {
  method: "GET",
  baseUrl: "https://api.github.com",
  headers: {
    accept: "application/vnd.github.v3+json",
    "user-agent": userAgent
  },
  mediaType: {
    format: ""
  }
};

// pkg/dist-src/util/lowercase-keys.js
function lowercaseKeys(object) {
  if (!object) {
    return {};
  }
  return Object.keys(object).reduce((newObj, key) => {
    newObj[key.toLowerCase()] = object[key];
    return newObj;
  }, {});
}

// pkg/dist-src/util/is-plain-object.js
function isPlainObject(value) {
  if (typeof value !== "object" || value === null) return false;
  if (Object.prototype.toString.call(value) !== "[object Object]") return false;
  const proto = Object.getPrototypeOf(value);
  if (proto === null) return true;
  const Ctor = Object.prototype.hasOwnProperty.call(proto, "constructor") && proto.constructor;
  return typeof Ctor === "function" && Ctor instanceof Ctor && Function.prototype.call(Ctor) === Function.prototype.call(value);
}

// pkg/dist-src/util/merge-deep.js
function mergeDeep(defaults, options) {
  const result = Object.assign({}, defaults);
  Object.keys(options).forEach((key) => {
    if (isPlainObject(options[key])) {
      if (!(key in defaults)) Object.assign(result, { [key]: options[key] });
      else result[key] = mergeDeep(defaults[key], options[key]);
    } else {
      Object.assign(result, { [key]: options[key] });
    }
  });
  return result;
}

// pkg/dist-src/util/remove-undefined-properties.js
function removeUndefinedProperties(obj) {
  for (const key in obj) {
    if (obj[key] === void 0) {
      delete obj[key];
    }
  }
  return obj;
}

// pkg/dist-src/merge.js
function merge(defaults, route, options) {
  if (typeof route === "string") {
    let [method, url] = route.split(" ");
    options = Object.assign(url ? { method, url } : { url: method }, options);
  } else {
    options = Object.assign({}, route);
  }
  options.headers = lowercaseKeys(options.headers);
  removeUndefinedProperties(options);
  removeUndefinedProperties(options.headers);
  const mergedOptions = mergeDeep(defaults || {}, options);
  if (options.url === "/graphql") {
    if (defaults && defaults.mediaType.previews?.length) {
      mergedOptions.mediaType.previews = defaults.mediaType.previews.filter(
        (preview) => !mergedOptions.mediaType.previews.includes(preview)
      ).concat(mergedOptions.mediaType.previews);
    }
    mergedOptions.mediaType.previews = (mergedOptions.mediaType.previews || []).map((preview) => preview.replace(/-preview/, ""));
  }
  return mergedOptions;
}

// pkg/dist-src/util/add-query-parameters.js
function addQueryParameters(url, parameters) {
  const separator = /\?/.test(url) ? "&" : "?";
  const names = Object.keys(parameters);
  if (names.length === 0) {
    return url;
  }
  return url + separator + names.map((name) => {
    if (name === "q") {
      return "q=" + parameters.q.split("+").map(encodeURIComponent).join("+");
    }
    return `${name}=${encodeURIComponent(parameters[name])}`;
  }).join("&");
}

// pkg/dist-src/util/extract-url-variable-names.js
var urlVariableRegex = /\{[^{}}]+\}/g;
function removeNonChars(variableName) {
  return variableName.replace(/(?:^\W+)|(?:(?<!\W)\W+$)/g, "").split(/,/);
}
function extractUrlVariableNames(url) {
  const matches = url.match(urlVariableRegex);
  if (!matches) {
    return [];
  }
  return matches.map(removeNonChars).reduce((a, b) => a.concat(b), []);
}

// pkg/dist-src/util/omit.js
function omit(object, keysToOmit) {
  const result = { __proto__: null };
  for (const key of Object.keys(object)) {
    if (keysToOmit.indexOf(key) === -1) {
      result[key] = object[key];
    }
  }
  return result;
}

// pkg/dist-src/util/url-template.js
function encodeReserved(str) {
  return str.split(/(%[0-9A-Fa-f]{2})/g).map(function(part) {
    if (!/%[0-9A-Fa-f]/.test(part)) {
      part = encodeURI(part).replace(/%5B/g, "[").replace(/%5D/g, "]");
    }
    return part;
  }).join("");
}
function encodeUnreserved(str) {
  return encodeURIComponent(str).replace(/[!'()*]/g, function(c) {
    return "%" + c.charCodeAt(0).toString(16).toUpperCase();
  });
}
function encodeValue(operator, value, key) {
  value = operator === "+" || operator === "#" ? encodeReserved(value) : encodeUnreserved(value);
  if (key) {
    return encodeUnreserved(key) + "=" + value;
  } else {
    return value;
  }
}
function isDefined(value) {
  return value !== void 0 && value !== null;
}
function isKeyOperator(operator) {
  return operator === ";" || operator === "&" || operator === "?";
}
function getValues(context, operator, key, modifier) {
  var value = context[key], result = [];
  if (isDefined(value) && value !== "") {
    if (typeof value === "string" || typeof value === "number" || typeof value === "bigint" || typeof value === "boolean") {
      value = value.toString();
      if (modifier && modifier !== "*") {
        value = value.substring(0, parseInt(modifier, 10));
      }
      result.push(
        encodeValue(operator, value, isKeyOperator(operator) ? key : "")
      );
    } else {
      if (modifier === "*") {
        if (Array.isArray(value)) {
          value.filter(isDefined).forEach(function(value2) {
            result.push(
              encodeValue(operator, value2, isKeyOperator(operator) ? key : "")
            );
          });
        } else {
          Object.keys(value).forEach(function(k) {
            if (isDefined(value[k])) {
              result.push(encodeValue(operator, value[k], k));
            }
          });
        }
      } else {
        const tmp = [];
        if (Array.isArray(value)) {
          value.filter(isDefined).forEach(function(value2) {
            tmp.push(encodeValue(operator, value2));
          });
        } else {
          Object.keys(value).forEach(function(k) {
            if (isDefined(value[k])) {
              tmp.push(encodeUnreserved(k));
              tmp.push(encodeValue(operator, value[k].toString()));
            }
          });
        }
        if (isKeyOperator(operator)) {
          result.push(encodeUnreserved(key) + "=" + tmp.join(","));
        } else if (tmp.length !== 0) {
          result.push(tmp.join(","));
        }
      }
    }
  } else {
    if (operator === ";") {
      if (isDefined(value)) {
        result.push(encodeUnreserved(key));
      }
    } else if (value === "" && (operator === "&" || operator === "?")) {
      result.push(encodeUnreserved(key) + "=");
    } else if (value === "") {
      result.push("");
    }
  }
  return result;
}
function parseUrl(template) {
  return {
    expand: expand.bind(null, template)
  };
}
function expand(template, context) {
  var operators = ["+", "#", ".", "/", ";", "?", "&"];
  template = template.replace(
    /\{([^\{\}]+)\}|([^\{\}]+)/g,
    function(_, expression, literal) {
      if (expression) {
        let operator = "";
        const values = [];
        if (operators.indexOf(expression.charAt(0)) !== -1) {
          operator = expression.charAt(0);
          expression = expression.substr(1);
        }
        expression.split(/,/g).forEach(function(variable) {
          var tmp = /([^:\*]*)(?::(\d+)|(\*))?/.exec(variable);
          values.push(getValues(context, operator, tmp[1], tmp[2] || tmp[3]));
        });
        if (operator && operator !== "+") {
          var separator = ",";
          if (operator === "?") {
            separator = "&";
          } else if (operator !== "#") {
            separator = operator;
          }
          return (values.length !== 0 ? operator : "") + values.join(separator);
        } else {
          return values.join(",");
        }
      } else {
        return encodeReserved(literal);
      }
    }
  );
  if (template === "/") {
    return template;
  } else {
    return template.replace(/\/$/, "");
  }
}

// pkg/dist-src/parse.js
function parse(options) {
  let method = options.method.toUpperCase();
  let url = (options.url || "/").replace(/:([a-z]\w+)/g, "{$1}");
  let headers = Object.assign({}, options.headers);
  let body;
  let parameters = omit(options, [
    "method",
    "baseUrl",
    "url",
    "headers",
    "request",
    "mediaType"
  ]);
  const urlVariableNames = extractUrlVariableNames(url);
  url = parseUrl(url).expand(parameters);
  if (!/^http/.test(url)) {
    url = options.baseUrl + url;
  }
  const omittedParameters = Object.keys(options).filter((option) => urlVariableNames.includes(option)).concat("baseUrl");
  const remainingParameters = omit(parameters, omittedParameters);
  const isBinaryRequest = /application\/octet-stream/i.test(headers.accept);
  if (!isBinaryRequest) {
    if (options.mediaType.format) {
      headers.accept = headers.accept.split(/,/).map(
        (format) => format.replace(
          /application\/vnd(\.\w+)(\.v3)?(\.\w+)?(\+json)?$/,
          `application/vnd$1$2.${options.mediaType.format}`
        )
      ).join(",");
    }
    if (url.endsWith("/graphql")) {
      if (options.mediaType.previews?.length) {
        const previewsFromAcceptHeader = headers.accept.match(/(?<![\w-])[\w-]+(?=-preview)/g) || [];
        headers.accept = previewsFromAcceptHeader.concat(options.mediaType.previews).map((preview) => {
          const format = options.mediaType.format ? `.${options.mediaType.format}` : "+json";
          return `application/vnd.github.${preview}-preview${format}`;
        }).join(",");
      }
    }
  }
  if (["GET", "HEAD"].includes(method)) {
    url = addQueryParameters(url, remainingParameters);
  } else {
    if ("data" in remainingParameters) {
      body = remainingParameters.data;
    } else {
      if (Object.keys(remainingParameters).length) {
        body = remainingParameters;
      }
    }
  }
  if (!headers["content-type"] && typeof body !== "undefined") {
    headers["content-type"] = "application/json; charset=utf-8";
  }
  if (["PATCH", "PUT"].includes(method) && typeof body === "undefined") {
    body = "";
  }
  return Object.assign(
    { method, url, headers },
    typeof body !== "undefined" ? { body } : null,
    options.request ? { request: options.request } : null
  );
}

// pkg/dist-src/endpoint-with-defaults.js
function endpointWithDefaults(defaults, route, options) {
  return parse(merge(defaults, route, options));
}

// pkg/dist-src/with-defaults.js
function withDefaults(oldDefaults, newDefaults) {
  const DEFAULTS2 = merge(oldDefaults, newDefaults);
  const endpoint2 = endpointWithDefaults.bind(null, DEFAULTS2);
  return Object.assign(endpoint2, {
    DEFAULTS: DEFAULTS2,
    defaults: withDefaults.bind(null, DEFAULTS2),
    merge: merge.bind(null, DEFAULTS2),
    parse
  });
}

// pkg/dist-src/index.js
var endpoint = withDefaults(null, DEFAULTS);


;// CONCATENATED MODULE: ./node_modules/content-type/dist/index.js
/*!
 * content-type
 * Copyright(c) 2015 Douglas Christopher Wilson
 * MIT Licensed
 */
const SP = 32; // " "
const HTAB = 9; // "\t"
const SEMI = 59; // ";"
const EQ = 61; // "="
const DQUOTE = 34; // '"'
const BSLASH = 92; // "\\"
const COMMA = 44; // ","
const LOWER_CASE = 1;
const OWS = 2;
const SEMI_FLAG = 4;
const COMMA_FLAG = 8;
const TOKEN_FLAG = 16;
const NON_ASCII = 0xff00;
const CASE_FLAGS = LOWER_CASE | NON_ASCII;
/**
 * Character flags used to normalize HTTP field values while scanning.
 * Out-of-range reads intentionally coerce to zero in bitwise expressions.
 */
const CHAR_MAP = new Uint8Array(0x100);
CHAR_MAP[HTAB] |= OWS;
CHAR_MAP[SP] |= OWS;
CHAR_MAP[SEMI] |= SEMI_FLAG;
CHAR_MAP[COMMA] |= COMMA_FLAG;
for (let code = 0x80 /* non-ASCII */; code <= 0xff; code++) {
    CHAR_MAP[code] |= LOWER_CASE;
}
for (const char of "!#$%&'*+-.^_`|~") {
    CHAR_MAP[char.charCodeAt(0)] |= TOKEN_FLAG;
}
for (let code = 0x30 /* 0 */; code <= 0x39 /* 9 */; code++) {
    CHAR_MAP[code] |= TOKEN_FLAG;
}
for (let code = 0x41 /* A */; code <= 0x5a /* Z */; code++) {
    CHAR_MAP[code] |= LOWER_CASE | TOKEN_FLAG;
}
for (let code = 0x61 /* a */; code <= 0x7a /* z */; code++) {
    CHAR_MAP[code] |= TOKEN_FLAG;
}
/**
 * Null object perf optimization. Faster than `Object.create(null)` and `{ __proto__: null }`.
 */
const NullObject = /* @__PURE__ */ (() => {
    const C = function () { };
    C.prototype = Object.create(null);
    return C;
})();
/**
 * Validate a type string against RFC 9110.
 */
function isTypeValid(type, start = 0, end = type.length) {
    let hasSlash = false;
    for (let index = start; index < end; index++) {
        const code = type.charCodeAt(index);
        if (code === 47 /* / */) {
            if (hasSlash || index === start || index >= end - 1)
                return false;
            hasSlash = true;
        }
        else if (!isTokenCode(code)) {
            return false;
        }
    }
    return hasSlash;
}
/**
 * Validate a token against RFC 9110.
 */
function isTokenValid(token, start = 0, end = token.length) {
    if (start >= end)
        return false;
    for (let index = start; index < end; index++) {
        if (!isTokenCode(token.charCodeAt(index)))
            return false;
    }
    return true;
}
/**
 * Check whether a character code belongs to the token production in RFC 9110.
 */
function isTokenCode(code) {
    return (CHAR_MAP[code] & TOKEN_FLAG) !== 0;
}
/**
 * Serialize a parameter value.
 */
function parameterValue(str) {
    const len = str.length;
    if (len === 0)
        return '""';
    let index = 0;
    while (index < len && isTokenCode(str.charCodeAt(index)))
        index++;
    if (index === len)
        return str;
    let result = '"';
    let start = 0;
    while (index < len) {
        const code = str.charCodeAt(index);
        if (code !== HTAB && (code < SP || code === 127 || code > 255)) {
            throw new TypeError(`Invalid parameter value: ${str}`);
        }
        if (code === 34 /* " */ || code === 92 /* \\ */) {
            result += `${str.slice(start, index)}\\`;
            start = index;
        }
        index++;
    }
    return `${result}${str.slice(start)}"`;
}
/**
 * Format an object into a `Content-Type` header.
 */
function format(obj) {
    const { type, parameters } = obj;
    if (!type || !isTypeValid(type)) {
        throw new TypeError(`Invalid type: ${type}`);
    }
    let result = type;
    if (parameters) {
        for (const param of Object.keys(parameters)) {
            if (!isTokenValid(param)) {
                throw new TypeError(`Invalid parameter name: ${param}`);
            }
            result += `; ${param}=${parameterValue(parameters[param])}`;
        }
    }
    return result;
}
/**
 * Parse a `Content-Type` header.
 */
function dist_parse(header, options) {
    const stopFlags = SEMI_FLAG | (options?.comma === true ? COMMA_FLAG : 0);
    const len = header.length;
    let valueStart = options?.start ?? 0;
    while ((CHAR_MAP[header.charCodeAt(valueStart)] & OWS) !== 0) {
        valueStart++;
    }
    let index = valueStart;
    let typeFlags = 0;
    let whitespace = -1;
    let stop = options?.parameters === false ? COMMA_FLAG : 0;
    while (index < len) {
        const code = header.charCodeAt(index);
        const flags = CHAR_MAP[code];
        if ((flags & stopFlags) !== 0) {
            stop |= flags & COMMA_FLAG;
            break;
        }
        if ((flags & OWS) !== 0) {
            if (whitespace === -1)
                whitespace = index;
        }
        else {
            whitespace = -1;
        }
        typeFlags |= (code & NON_ASCII) | flags;
        index++;
    }
    const valueEnd = whitespace === -1 ? index : whitespace;
    const value = header.slice(valueStart, valueEnd);
    const type = (typeFlags & CASE_FLAGS) === 0 ? value : value.toLowerCase();
    if (index === len || stop !== 0) {
        return { type, index, parameters: new NullObject() };
    }
    return parseParameters(header, type, index, len, stopFlags);
}
/**
 * Parses the parameters of a `Content-Type` header starting at the given index.
 */
function parseParameters(header, type, index, len, stopFlags) {
    const parameters = new NullObject();
    parameter: while (index < len) {
        index++; // Skip over ;
        while ((CHAR_MAP[header.charCodeAt(index)] & OWS) !== 0) {
            index++;
        }
        const keyStart = index;
        let keyFlags = 0;
        let keyWhitespace = -1;
        while (index < len) {
            const code = header.charCodeAt(index);
            const flags = CHAR_MAP[code];
            if ((flags & stopFlags) !== 0) {
                if ((flags & COMMA_FLAG) !== 0)
                    break parameter;
                continue parameter;
            }
            if (code === EQ) {
                const keyEnd = keyWhitespace === -1 ? index : keyWhitespace;
                const value = header.slice(keyStart, keyEnd);
                const key = (keyFlags & CASE_FLAGS) === 0 ? value : value.toLowerCase();
                index++;
                while ((CHAR_MAP[header.charCodeAt(index)] & OWS) !== 0) {
                    index++;
                }
                if (index < len && header.charCodeAt(index) === DQUOTE) {
                    const quotedStart = ++index;
                    let escaped = false;
                    while (index < len) {
                        const code = header.charCodeAt(index);
                        if (code === DQUOTE) {
                            if (parameters[key] === undefined) {
                                parameters[key] = escaped
                                    ? unescapeQuotedPairs(header, quotedStart, index)
                                    : header.slice(quotedStart, index);
                            }
                            index++;
                            let stop = 0;
                            // Discard characters between quote and delimiter.
                            while (index < len) {
                                const code = header.charCodeAt(index);
                                const flags = CHAR_MAP[code];
                                if ((flags & stopFlags) !== 0) {
                                    stop = flags & COMMA_FLAG;
                                    break;
                                }
                                index++;
                            }
                            if (stop !== 0)
                                break parameter;
                            continue parameter;
                        }
                        if (code === BSLASH && index + 1 < len) {
                            escaped = true;
                            index += 2;
                            continue;
                        }
                        index++;
                    }
                    continue parameter;
                }
                const valueStart = index;
                let stop = 0;
                let valueWhitespace = -1;
                while (index < len) {
                    const code = header.charCodeAt(index);
                    const flags = CHAR_MAP[code];
                    if ((flags & stopFlags) !== 0) {
                        stop = flags & COMMA_FLAG;
                        break;
                    }
                    if ((flags & OWS) !== 0) {
                        if (valueWhitespace === -1)
                            valueWhitespace = index;
                    }
                    else {
                        valueWhitespace = -1;
                    }
                    index++;
                }
                if (parameters[key] === undefined) {
                    const valueEnd = valueWhitespace === -1 ? index : valueWhitespace;
                    parameters[key] = header.slice(valueStart, valueEnd);
                }
                if (stop !== 0)
                    break parameter;
                continue parameter;
            }
            if ((flags & OWS) !== 0) {
                if (keyWhitespace === -1)
                    keyWhitespace = index;
            }
            else {
                keyWhitespace = -1;
            }
            keyFlags |= (code & NON_ASCII) | flags;
            index++;
        }
    }
    return { type, index, parameters };
}
/**
 * Remove backslashes from quoted pairs in a known-terminated quoted string body.
 */
function unescapeQuotedPairs(str, start, end) {
    let result = "";
    for (let index = start; index < end; index++) {
        if (str.charCodeAt(index) === BSLASH) {
            result += str.slice(start, index);
            start = ++index;
        }
    }
    return result + str.slice(start, end);
}
//# sourceMappingURL=index.js.map
;// CONCATENATED MODULE: ./node_modules/json-with-bigint/json-with-bigint.js
const intRegex = /^-?\d+$/;
const noiseValue = /^-?\d+n+$/; // Noise - strings that match the custom format before being converted to it
const originalStringify = JSON.stringify;
const originalParse = JSON.parse;
const customFormat = /^-?\d+n$/;

const bigIntsStringify = /([\[:])?"(-?\d+)n"($|\s*[,\}\]])/g;
const noiseStringify = /([\[:])?("-?\d+n+)n("$|"\s*[,\}\]])/g;

/**
 * @typedef {(this: any, key: string | number | undefined, value: any) => any} Replacer
 * @typedef {(key: string | number | undefined, value: any, context?: { source: string }) => any} Reviver
 */

/**
 * Checks if a value is unstringifiable according to native JSON.stringify rules.
 *
 * @param {any} val The value to check.
 * @returns {boolean} True if the value is undefined, a function, or a symbol.
 */
const isUnstringifiable = (val) =>
  val === undefined || typeof val === "function" || typeof val === "symbol";

/**
 * Checks if a value is a native JSON.rawJSON object (Node.js 22+).
 *
 * @param {any} val The value to check.
 * @returns {boolean} True if the value is a RawJSON instance.
 */
const isRawJSON = (val) =>
  val !== null &&
  typeof val === "object" &&
  val.constructor &&
  val.constructor.name === "RawJSON";

/**
 * Iteratively converts a JS value to a JSON string.
 * Used as a fallback when the native JSON.stringify hits the Maximum Call Stack size.
 * Fully compliant with JSON formatting (space), replacers, and toJSON behaviors.
 *
 * @param {any} rootValue The value to stringify.
 * @param {Replacer | Array<string | number> | null} [replacer] User's custom replacer function.
 * @param {string | number} [spaceParam] Indentation for pretty-printing.
 * @returns {string | undefined} The generated JSON string.
 */
const stringifyIteratively = (rootValue, replacer, spaceParam) => {
  let space = "";

  if (typeof spaceParam === "number") {
    space = " ".repeat(Math.min(10, Math.max(0, Math.floor(spaceParam))));
  } else if (typeof spaceParam === "string") {
    space = spaceParam.slice(0, 10);
  }

  const isFunctionReplacer = typeof replacer === "function";
  const propertyList = Array.isArray(replacer)
    ? new Set(replacer.map(String))
    : null;

  /**
   * Prepares a value for stringification by resolving toJSON, handling BigInts,
   * applying custom replacers, and unwrapping primitive objects.
   *
   * @param {object|Array} parent The parent object or array holding the value.
   * @param {string} key The key associated with the value.
   * @param {any} val The raw value to process.
   * @returns {any} The processed value ready for stringification.
   */
  const prepareVal = (parent, key, val) => {
    const isObject = val !== null && typeof val === "object";
    const hasToJSON = isObject && typeof val.toJSON === "function";

    if (hasToJSON) {
      val = val.toJSON(key);
    }

    const isNoise = typeof val === "string" && noiseValue.test(val);

    if (isNoise) return val + "n";

    const isBigInt = typeof val === "bigint";

    if (isBigInt) {
      const supportsRawJSON = "rawJSON" in JSON;

      if (supportsRawJSON) return JSON.rawJSON(val.toString());

      return val.toString() + "n";
    }

    if (isFunctionReplacer) {
      val = replacer.call(parent, key, val);
    }

    const isPostReplacerObject = val !== null && typeof val === "object";

    if (isPostReplacerObject) {
      const isPrimitiveWrapper =
        val instanceof Number ||
        val instanceof String ||
        val instanceof Boolean;

      if (isPrimitiveWrapper) {
        val = val.valueOf();
      }
    }

    return val;
  };

  const rootProcessed = prepareVal({ "": rootValue }, "", rootValue);

  if (isUnstringifiable(rootProcessed)) {
    return undefined;
  }

  const isRootPrimitive =
    rootProcessed === null || typeof rootProcessed !== "object";
  const isRootNativeRawJSON = isRawJSON(rootProcessed);

  if (isRootPrimitive || isRootNativeRawJSON) {
    return originalStringify(rootProcessed);
  }

  const chunks = [];
  let level = 0;

  const stack = [
    {
      parent: { "": rootProcessed },
      key: "",
      val: rootProcessed,
      isArray: Array.isArray(rootProcessed),
      keys: Array.isArray(rootProcessed) ? null : Object.keys(rootProcessed),
      index: 0,
      first: true,
    },
  ];

  const visited = new WeakSet([rootProcessed]);

  while (stack.length > 0) {
    const node = stack[stack.length - 1];

    if (node.index === 0) {
      chunks.push(node.isArray ? "[" : "{");
      level++;
    }

    let isDone = false;

    if (node.isArray) {
      if (node.index < node.val.length) {
        if (!node.first) chunks.push(",");

        if (space) chunks.push("\n" + space.repeat(level));

        const childRaw = node.val[node.index];
        const childVal = prepareVal(node.val, String(node.index), childRaw);

        if (isUnstringifiable(childVal)) {
          chunks.push("null");
          node.first = false;
          node.index++;
        } else {
          const isComplexObject =
            childVal !== null && typeof childVal === "object";
          const isNativeRaw = isRawJSON(childVal);

          if (isComplexObject && !isNativeRaw) {
            if (visited.has(childVal)) {
              throw new TypeError("Converting circular structure to JSON");
            }

            visited.add(childVal);

            stack.push({
              parent: node.val,
              key: String(node.index),
              val: childVal,
              isArray: Array.isArray(childVal),
              keys: Array.isArray(childVal) ? null : Object.keys(childVal),
              index: 0,
              first: true,
            });

            node.first = false;
            node.index++;
          } else {
            chunks.push(originalStringify(childVal));
            node.first = false;
            node.index++;
          }
        }
      } else {
        isDone = true;
      }
    } else {
      while (node.index < node.keys.length) {
        const k = node.keys[node.index++];

        const isFilteredOutByArray = propertyList && !propertyList.has(k);

        if (isFilteredOutByArray) continue;

        const childRaw = node.val[k];
        const childVal = prepareVal(node.val, k, childRaw);

        if (isUnstringifiable(childVal)) continue;

        if (!node.first) chunks.push(",");

        if (space) {
          chunks.push("\n" + space.repeat(level) + originalStringify(k) + ": ");
        } else {
          chunks.push(originalStringify(k) + ":");
        }

        const isComplexObject =
          childVal !== null && typeof childVal === "object";
        const isNativeRaw = isRawJSON(childVal);

        if (isComplexObject && !isNativeRaw) {
          if (visited.has(childVal)) {
            throw new TypeError("Converting circular structure to JSON");
          }

          visited.add(childVal);

          stack.push({
            parent: node.val,
            key: k,
            val: childVal,
            isArray: Array.isArray(childVal),
            keys: Array.isArray(childVal) ? null : Object.keys(childVal),
            index: 0,
            first: true,
          });

          node.first = false;

          break; // Stop current loop level to process the newly pushed stack node
        } else {
          chunks.push(originalStringify(childVal));
          node.first = false;
        }
      }

      const isNodeFullyProcessed =
        node.index >= node.keys.length && stack[stack.length - 1] === node;

      if (isNodeFullyProcessed) {
        isDone = true;
      }
    }

    if (isDone) {
      level--;

      if (!node.first && space) chunks.push("\n" + space.repeat(level));

      chunks.push(node.isArray ? "]" : "}");
      visited.delete(node.val);
      stack.pop();
    }
  }

  return chunks.join("");
};

/**
 * Converts a JavaScript value to a JSON string.
 *
 * Supports serialization of BigInt values using two strategies:
 * 1. Custom format "123n" → "123" (universal fallback)
 * 2. Native JSON.rawJSON() (Node.js 22+, fastest) when available
 *
 * All other values are serialized exactly like native JSON.stringify().
 *
 * @param {*} value The value to convert to a JSON string.
 * @param {Replacer | Array<string | number> | null} [replacer]
 * A function that alters the behavior of the stringification process,
 * or an array of strings/numbers to indicate properties to exclude.
 * @param {string | number} [space]
 * A string or number to specify indentation or pretty-printing.
 * @returns {string} The JSON string representation.
 */
const JSONStringify = (value, replacer, space) => {
  try {
    const supportsRawJSON = "rawJSON" in JSON;

    if (supportsRawJSON) {
      return originalStringify(
        value,
        (key, val) => {
          if (typeof val === "bigint") return JSON.rawJSON(val.toString());

          const hasFunctionReplacer = typeof replacer === "function";

          if (hasFunctionReplacer) return replacer(key, val);

          const isKeyInArrayReplacer =
            Array.isArray(replacer) && replacer.includes(key);

          if (isKeyInArrayReplacer) return val;

          return val;
        },
        space,
      );
    }

    if (!value) return originalStringify(value, replacer, space);

    const convertedToCustomJSON = originalStringify(
      value,
      (key, val) => {
        const isNoise = typeof val === "string" && noiseValue.test(val);

        if (isNoise) return val.toString() + "n"; // Mark noise values with additional "n" to offset the deletion of one "n" during the processing

        if (typeof val === "bigint") return val.toString() + "n";

        const hasFunctionReplacer = typeof replacer === "function";

        if (hasFunctionReplacer) return replacer(key, val);

        const isKeyInArrayReplacer =
          Array.isArray(replacer) && replacer.includes(key);

        if (isKeyInArrayReplacer) return val;

        return val;
      },
      space,
    );

    const processedJSON = convertedToCustomJSON.replace(
      bigIntsStringify,
      "$1$2$3",
    ); // Delete one "n" off the end of every BigInt value

    const denoisedJSON = processedJSON.replace(noiseStringify, "$1$2$3"); // Remove one "n" off the end of every noisy string

    return denoisedJSON;
  } catch (error) {
    if (error instanceof RangeError) {
      const convertedJSON = stringifyIteratively(value, replacer, space);

      if (convertedJSON === undefined) return undefined;

      const supportsRawJSON = "rawJSON" in JSON;

      if (supportsRawJSON) return convertedJSON;

      const processedJSON = convertedJSON.replace(bigIntsStringify, "$1$2$3");

      return processedJSON.replace(noiseStringify, "$1$2$3");
    }

    throw error;
  }
};

const featureCache = new Map();

/**
 * Detects if the current JSON.parse implementation supports the context.source feature.
 *
 * Uses toString() fingerprinting to cache results and automatically detect runtime
 * replacements of JSON.parse (polyfills, mocks, etc.).
 *
 * @returns {boolean} true if context.source is supported, false otherwise.
 */
const isContextSourceSupported = () => {
  const parseFingerprint = JSON.parse.toString();

  if (featureCache.has(parseFingerprint)) {
    return featureCache.get(parseFingerprint);
  }

  try {
    const result = JSON.parse(
      "1",
      (_, __, context) => !!context?.source && context.source === "1",
    );
    featureCache.set(parseFingerprint, result);

    return result;
  } catch {
    featureCache.set(parseFingerprint, false);

    return false;
  }
};

/**
 * Reviver function that converts custom-format BigInt strings back to BigInt values.
 * Also handles "noise" strings that accidentally match the BigInt format.
 *
 * @param {string | number | undefined} key The object key.
 * @param {*} value The value being parsed.
 * @param {object} [context] Parse context (if supported by JSON.parse).
 * @param {Reviver} [userReviver] User's custom reviver function.
 * @returns {any} The transformed value.
 */
const convertMarkedBigIntsReviver = (key, value, context, userReviver) => {
  const isCustomFormatBigInt =
    typeof value === "string" && customFormat.test(value);

  if (isCustomFormatBigInt) return BigInt(value.slice(0, -1));

  const isNoiseValue = typeof value === "string" && noiseValue.test(value);
  if (isNoiseValue) return value.slice(0, -1);

  const hasUserReviver = typeof userReviver === "function";

  if (!hasUserReviver) return value;

  return userReviver(key, value, context);
};

/**
 * Fast JSON.parse implementation (~2x faster than classic fallback).
 * Uses JSON.parse's context.source feature to detect integers and convert
 * large numbers directly to BigInt without string manipulation.
 *
 * Does not support legacy custom format from v1 of this library.
 *
 * @param {string} text JSON string to parse.
 * @param {Reviver} [reviver] Transform function to apply to each value.
 * @returns {any} Parsed JavaScript value.
 */
const JSONParseV2 = (text, reviver) => {
  return JSON.parse(text, (key, value, context) => {
    const isNumber = typeof value === "number";
    const isOutOfBounds =
      value > Number.MAX_SAFE_INTEGER || value < Number.MIN_SAFE_INTEGER;
    const isBigNumber = isNumber && isOutOfBounds;
    const isInt = context && intRegex.test(context.source);
    const isBigInt = isBigNumber && isInt;

    if (isBigInt) return BigInt(context.source);

    const hasCustomReviver = typeof reviver === "function";

    if (!hasCustomReviver) return value;

    return reviver(key, value, context);
  });
};

const MAX_INT = Number.MAX_SAFE_INTEGER.toString();
const MAX_DIGITS = MAX_INT.length;
const stringsOrLargeNumbers =
  /"(?:[^"\\]|\\.)*"|-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/g;
const noiseValueWithQuotes = /^"-?\d+n+"$/; // Noise - strings that match the custom format before being converted to it

/**
 * Iteratively traverses the parsed object bottom-up (post-order),
 * emulating the native JSON.parse reviver behavior.
 * This avoids Call Stack overflows (RangeError) on deeply nested structures.
 *
 * @param {any} parsed The natively parsed JSON object.
 * @param {Reviver} [userReviver] User's custom reviver function.
 * @returns {any} The fully processed object.
 */
const applyReviverIteratively = (parsed, userReviver) => {
  const rootHolder = { "": parsed };
  const stack = [{ parent: rootHolder, key: "", visited: false }];

  while (stack.length > 0) {
    const node = stack[stack.length - 1];

    if (!node.visited) {
      node.visited = true;

      const value = node.parent[node.key];
      const isComplexObject = value !== null && typeof value === "object";

      if (isComplexObject) {
        const keys = Object.keys(value);

        for (let i = keys.length - 1; i >= 0; i--) {
          stack.push({ parent: value, key: keys[i], visited: false });
        }
      }
    } else {
      const { parent, key } = node;
      let value = parent[key];

      if (typeof value === "string") {
        const isCustomFormatBigInt = customFormat.test(value);

        if (isCustomFormatBigInt) {
          value = BigInt(value.slice(0, -1));
        } else {
          const isNoise = noiseValue.test(value);

          if (isNoise) value = value.slice(0, -1);
        }
      }

      const hasUserReviver = typeof userReviver === "function";

      if (hasUserReviver) {
        value = userReviver.call(parent, key, value);
      }

      const isDeleted = value === undefined;

      if (isDeleted) {
        delete parent[key];
      } else {
        parent[key] = value;
      }

      stack.pop();
    }
  }

  return rootHolder[""];
};

/**
 * Pre-processes the JSON string to mark large numbers with an 'n' suffix.
 *
 * @param {string} text The raw JSON string.
 * @returns {string} The serialized string with marked BigInts.
 */
const serializeBigInts = (text) => {
  return text.replace(
    stringsOrLargeNumbers,
    (match, digits, fractional, exponential) => {
      const isString = match[0] === '"';
      const isNoise = isString && noiseValueWithQuotes.test(match);

      if (isNoise) return match.substring(0, match.length - 1) + 'n"'; // Mark noise values with additional "n" to offset the deletion of one "n" during the processing

      const hasFractionalOrExponential = fractional || exponential;

      // With a fixed number of digits, we can correctly use lexicographical comparison to do a numeric comparison
      const isLessThanMaxSafeInt =
        digits &&
        (digits.length < MAX_DIGITS ||
          (digits.length === MAX_DIGITS && digits <= MAX_INT));

      const isStandardValue =
        isString || hasFractionalOrExponential || isLessThanMaxSafeInt;

      if (isStandardValue) return match;

      return '"' + match + 'n"';
    },
  );
};

/**
 * Converts a JSON string into a JavaScript value.
 *
 * Supports parsing of large integers using two strategies:
 * 1. Classic fallback: Marks large numbers with "123n" format, then converts to BigInt
 * 2. Fast path (JSONParseV2): Uses context.source feature (~2x faster) when available
 *
 * All other JSON values are parsed exactly like native JSON.parse().
 *
 * @param {string} text A valid JSON string.
 * @param {Reviver} [reviver]
 * A function that transforms the results. This function is called for each member
 * of the object. If a member contains nested objects, the nested objects are
 * transformed before the parent object is.
 * @returns {any} The parsed JavaScript value.
 * @throws {SyntaxError} If text is not valid JSON.
 */
const JSONParse = (text, reviver) => {
  if (!text) return originalParse(text, reviver);

  try {
    if (isContextSourceSupported()) return JSONParseV2(text, reviver); // Shortcut to a faster (2x) and simpler version

    // Find and mark big numbers with "n"
    const serializedData = serializeBigInts(text);

    return originalParse(serializedData, (key, value, context) =>
      convertMarkedBigIntsReviver(key, value, context, reviver),
    );
  } catch (error) {
    if (error instanceof RangeError) {
      const serializedData = serializeBigInts(text);
      const parsed = originalParse(serializedData);

      return applyReviverIteratively(parsed, reviver);
    }

    throw error;
  }
};



;// CONCATENATED MODULE: ./node_modules/@octokit/request-error/dist-src/index.js
class RequestError extends Error {
  name;
  /**
   * http status code
   */
  status;
  /**
   * Request options that lead to the error.
   */
  request;
  /**
   * Response object if a response was received
   */
  response;
  constructor(message, statusCode, options) {
    super(message, { cause: options.cause });
    this.name = "HttpError";
    this.status = Number.parseInt(statusCode);
    if (Number.isNaN(this.status)) {
      this.status = 0;
    }
    /* v8 ignore else -- @preserve -- Bug with vitest coverage where it sees an else branch that doesn't exist */
    if ("response" in options) {
      this.response = options.response;
    }
    const requestCopy = Object.assign({}, options.request);
    if (options.request.headers.authorization) {
      requestCopy.headers = Object.assign({}, options.request.headers, {
        authorization: options.request.headers.authorization.replace(
          /(?<! ) .*$/,
          " [REDACTED]"
        )
      });
    }
    requestCopy.url = requestCopy.url.replace(/\bclient_secret=\w+/g, "client_secret=[REDACTED]").replace(/\baccess_token=\w+/g, "access_token=[REDACTED]");
    this.request = requestCopy;
  }
}


;// CONCATENATED MODULE: ./node_modules/@octokit/request/dist-bundle/index.js
// pkg/dist-src/index.js


// pkg/dist-src/defaults.js


// pkg/dist-src/version.js
var dist_bundle_VERSION = "10.0.16";

// pkg/dist-src/defaults.js
var defaults_default = {
  headers: {
    "user-agent": `octokit-request.js/${dist_bundle_VERSION} ${getUserAgent()}`
  }
};

// pkg/dist-src/fetch-wrapper.js



// pkg/dist-src/is-plain-object.js
function dist_bundle_isPlainObject(value) {
  if (typeof value !== "object" || value === null) return false;
  if (Object.prototype.toString.call(value) !== "[object Object]") return false;
  const proto = Object.getPrototypeOf(value);
  if (proto === null) return true;
  const Ctor = Object.prototype.hasOwnProperty.call(proto, "constructor") && proto.constructor;
  return typeof Ctor === "function" && Ctor instanceof Ctor && Function.prototype.call(Ctor) === Function.prototype.call(value);
}

// pkg/dist-src/fetch-wrapper.js

var noop = () => "";
async function fetchWrapper(requestOptions) {
  const fetch = requestOptions.request?.fetch || globalThis.fetch;
  if (!fetch) {
    throw new Error(
      "fetch is not set. Please pass a fetch implementation as new Octokit({ request: { fetch }}). Learn more at https://github.com/octokit/octokit.js/#fetch-missing"
    );
  }
  const log = requestOptions.request?.log || console;
  const parseSuccessResponseBody = requestOptions.request?.parseSuccessResponseBody !== false;
  const body = dist_bundle_isPlainObject(requestOptions.body) || Array.isArray(requestOptions.body) ? JSONStringify(requestOptions.body) : requestOptions.body;
  const requestHeaders = Object.fromEntries(
    Object.entries(requestOptions.headers).map(([name, value]) => [
      name,
      String(value)
    ])
  );
  let fetchResponse;
  try {
    fetchResponse = await fetch(requestOptions.url, {
      method: requestOptions.method,
      body,
      redirect: requestOptions.request?.redirect,
      headers: requestHeaders,
      signal: requestOptions.request?.signal,
      // duplex must be set if request.body is ReadableStream or Async Iterables.
      // See https://fetch.spec.whatwg.org/#dom-requestinit-duplex.
      ...requestOptions.body && { duplex: "half" }
    });
  } catch (error) {
    let message = "Unknown Error";
    if (error instanceof Error) {
      if (error.name === "AbortError") {
        error.status = 500;
        throw error;
      }
      message = error.message;
      if (error.name === "TypeError" && "cause" in error) {
        if (error.cause instanceof Error) {
          message = error.cause.message;
        } else if (typeof error.cause === "string") {
          message = error.cause;
        }
      }
    }
    const requestError = new RequestError(message, 500, {
      request: requestOptions
    });
    requestError.cause = error;
    throw requestError;
  }
  const status = fetchResponse.status;
  const url = fetchResponse.url;
  const responseHeaders = {};
  for (const [key, value] of fetchResponse.headers) {
    responseHeaders[key] = value;
  }
  const octokitResponse = {
    url,
    status,
    headers: responseHeaders,
    data: ""
  };
  if ("deprecation" in responseHeaders) {
    const matches = responseHeaders.link && responseHeaders.link.match(/<([^<>]+)>; rel="deprecation"/);
    const deprecationLink = matches && matches.pop();
    log.warn(
      `[@octokit/request] "${requestOptions.method} ${requestOptions.url}" is deprecated. It is scheduled to be removed on ${responseHeaders.sunset}${deprecationLink ? `. See ${deprecationLink}` : ""}`
    );
  }
  if (status === 204 || status === 205) {
    return octokitResponse;
  }
  if (requestOptions.method === "HEAD") {
    if (status < 400) {
      return octokitResponse;
    }
    throw new RequestError(fetchResponse.statusText, status, {
      response: octokitResponse,
      request: requestOptions
    });
  }
  if (status === 304) {
    octokitResponse.data = await getResponseData(fetchResponse);
    throw new RequestError("Not modified", status, {
      response: octokitResponse,
      request: requestOptions
    });
  }
  if (status >= 400) {
    octokitResponse.data = await getResponseData(fetchResponse);
    throw new RequestError(toErrorMessage(octokitResponse.data), status, {
      response: octokitResponse,
      request: requestOptions
    });
  }
  octokitResponse.data = parseSuccessResponseBody ? await getResponseData(fetchResponse) : fetchResponse.body;
  return octokitResponse;
}
async function getResponseData(response) {
  const contentType = response.headers.get("content-type");
  if (!contentType) {
    return response.text().catch(noop);
  }
  const mimetype = dist_parse(contentType);
  if (isJSONResponse(mimetype)) {
    let text = "";
    try {
      text = await response.text();
      return JSONParse(text);
    } catch (err) {
      return text;
    }
  } else if (mimetype.type.startsWith("text/") || // `application/octet-stream` is the canonical "arbitrary binary" type
  // (RFC 2046) and must never be decoded as text, even when the response
  // carries a (misleading) `charset=utf-8` parameter — see #751.
  mimetype.parameters.charset?.toLowerCase() === "utf-8" && mimetype.type !== "application/octet-stream") {
    return response.text().catch(noop);
  } else {
    return response.arrayBuffer().catch(
      /* v8 ignore next -- @preserve */
      () => new ArrayBuffer(0)
    );
  }
}
function isJSONResponse(mimetype) {
  return mimetype.type === "application/json" || mimetype.type === "application/scim+json";
}
function toErrorMessage(data) {
  if (typeof data === "string") {
    return data;
  }
  if (data instanceof ArrayBuffer) {
    return "Unknown error";
  }
  if (typeof data === "object" && data !== null && "message" in data) {
    const objectData = data;
    const suffix = "documentation_url" in objectData ? ` - ${objectData.documentation_url}` : "";
    return Array.isArray(objectData.errors) ? `${objectData.message}: ${objectData.errors.map((v) => JSON.stringify(v)).join(", ")}${suffix}` : `${objectData.message}${suffix}`;
  }
  return `Unknown error: ${JSON.stringify(data)}`;
}

// pkg/dist-src/with-defaults.js
function dist_bundle_withDefaults(oldEndpoint, newDefaults) {
  const endpoint2 = oldEndpoint.defaults(newDefaults);
  const newApi = function(route, parameters) {
    const endpointOptions = endpoint2.merge(route, parameters);
    if (!endpointOptions.request || !endpointOptions.request.hook) {
      return fetchWrapper(endpoint2.parse(endpointOptions));
    }
    const request2 = (route2, parameters2) => {
      return fetchWrapper(
        endpoint2.parse(endpoint2.merge(route2, parameters2))
      );
    };
    Object.assign(request2, {
      endpoint: endpoint2,
      defaults: dist_bundle_withDefaults.bind(null, endpoint2)
    });
    return endpointOptions.request.hook(request2, endpointOptions);
  };
  return Object.assign(newApi, {
    endpoint: endpoint2,
    defaults: dist_bundle_withDefaults.bind(null, endpoint2)
  });
}

// pkg/dist-src/index.js
var request = dist_bundle_withDefaults(endpoint, defaults_default);

/* v8 ignore next -- @preserve */
/* v8 ignore else -- @preserve */

;// CONCATENATED MODULE: ./node_modules/@octokit/graphql/dist-bundle/index.js
// pkg/dist-src/index.js



// pkg/dist-src/version.js
var graphql_dist_bundle_VERSION = "0.0.0-development";

// pkg/dist-src/with-defaults.js


// pkg/dist-src/graphql.js


// pkg/dist-src/error.js
function _buildMessageForResponseErrors(data) {
  return `Request failed due to following response errors:
` + data.errors.map((e) => ` - ${e.message}`).join("\n");
}
var GraphqlResponseError = class extends Error {
  constructor(request2, headers, response) {
    super(_buildMessageForResponseErrors(response));
    this.request = request2;
    this.headers = headers;
    this.response = response;
    this.errors = response.errors;
    this.data = response.data;
    if (Error.captureStackTrace) {
      Error.captureStackTrace(this, this.constructor);
    }
  }
  request;
  headers;
  response;
  name = "GraphqlResponseError";
  errors;
  data;
};

// pkg/dist-src/graphql.js
var NON_VARIABLE_OPTIONS = [
  "method",
  "baseUrl",
  "url",
  "headers",
  "request",
  "query",
  "mediaType",
  "operationName"
];
var FORBIDDEN_VARIABLE_OPTIONS = ["query", "method", "url"];
var GHES_V3_SUFFIX_REGEX = /\/api\/v3\/?$/;
function graphql(request2, query, options) {
  if (options) {
    if (typeof query === "string" && "query" in options) {
      return Promise.reject(
        new Error(`[@octokit/graphql] "query" cannot be used as variable name`)
      );
    }
    for (const key in options) {
      if (!FORBIDDEN_VARIABLE_OPTIONS.includes(key)) continue;
      return Promise.reject(
        new Error(
          `[@octokit/graphql] "${key}" cannot be used as variable name`
        )
      );
    }
  }
  const parsedOptions = typeof query === "string" ? Object.assign({ query }, options) : query;
  const requestOptions = Object.keys(
    parsedOptions
  ).reduce((result, key) => {
    if (NON_VARIABLE_OPTIONS.includes(key)) {
      result[key] = parsedOptions[key];
      return result;
    }
    if (!result.variables) {
      result.variables = {};
    }
    result.variables[key] = parsedOptions[key];
    return result;
  }, {});
  const baseUrl = parsedOptions.baseUrl || request2.endpoint.DEFAULTS.baseUrl;
  if (GHES_V3_SUFFIX_REGEX.test(baseUrl)) {
    requestOptions.url = baseUrl.replace(GHES_V3_SUFFIX_REGEX, "/api/graphql");
  }
  return request2(requestOptions).then((response) => {
    if (response.data.errors) {
      const headers = {};
      for (const key of Object.keys(response.headers)) {
        headers[key] = response.headers[key];
      }
      throw new GraphqlResponseError(
        requestOptions,
        headers,
        response.data
      );
    }
    return response.data.data;
  });
}

// pkg/dist-src/with-defaults.js
function graphql_dist_bundle_withDefaults(request2, newDefaults) {
  const newRequest = request2.defaults(newDefaults);
  const newApi = (query, options) => {
    return graphql(newRequest, query, options);
  };
  return Object.assign(newApi, {
    defaults: graphql_dist_bundle_withDefaults.bind(null, newRequest),
    endpoint: newRequest.endpoint
  });
}

// pkg/dist-src/index.js
var graphql2 = graphql_dist_bundle_withDefaults(request, {
  headers: {
    "user-agent": `octokit-graphql.js/${graphql_dist_bundle_VERSION} ${getUserAgent()}`
  },
  method: "POST",
  url: "/graphql"
});
function withCustomRequest(customRequest) {
  return graphql_dist_bundle_withDefaults(customRequest, {
    method: "POST",
    url: "/graphql"
  });
}

/* v8 ignore if -- @preserve */

;// CONCATENATED MODULE: ./node_modules/@octokit/auth-token/dist-bundle/index.js
// pkg/dist-src/is-jwt.js
var b64url = "(?:[a-zA-Z0-9_-]+)";
var sep = "\\.";
var jwtRE = new RegExp(`^${b64url}${sep}${b64url}${sep}${b64url}$`);
var isJWT = jwtRE.test.bind(jwtRE);

// pkg/dist-src/auth.js
async function auth(token) {
  const isApp = isJWT(token);
  const isInstallation = token.startsWith("v1.") || token.startsWith("ghs_");
  const isUserToServer = token.startsWith("ghu_");
  const tokenType = isApp ? "app" : isInstallation ? "installation" : isUserToServer ? "user-to-server" : "oauth";
  return {
    type: "token",
    token,
    tokenType
  };
}

// pkg/dist-src/with-authorization-prefix.js
function withAuthorizationPrefix(token) {
  if (token.split(/\./).length === 3) {
    return `bearer ${token}`;
  }
  return `token ${token}`;
}

// pkg/dist-src/hook.js
async function hook(token, request, route, parameters) {
  const endpoint = request.endpoint.merge(
    route,
    parameters
  );
  endpoint.headers.authorization = withAuthorizationPrefix(token);
  return request(endpoint);
}

// pkg/dist-src/index.js
var createTokenAuth = function createTokenAuth2(token) {
  if (!token) {
    throw new Error("[@octokit/auth-token] No token passed to createTokenAuth");
  }
  if (typeof token !== "string") {
    throw new Error(
      "[@octokit/auth-token] Token passed to createTokenAuth is not a string"
    );
  }
  token = token.replace(/^(token|bearer) +/i, "");
  return Object.assign(auth.bind(null, token), {
    hook: hook.bind(null, token)
  });
};


;// CONCATENATED MODULE: ./node_modules/@octokit/core/dist-src/version.js
const version_VERSION = "7.0.8";


;// CONCATENATED MODULE: ./node_modules/@octokit/core/dist-src/index.js






const dist_src_noop = () => {
};
const consoleWarn = console.warn.bind(console);
const consoleError = console.error.bind(console);
function createLogger(logger = {}) {
  if (typeof logger.debug !== "function") {
    logger.debug = dist_src_noop;
  }
  if (typeof logger.info !== "function") {
    logger.info = dist_src_noop;
  }
  if (typeof logger.warn !== "function") {
    logger.warn = consoleWarn;
  }
  if (typeof logger.error !== "function") {
    logger.error = consoleError;
  }
  return logger;
}
const userAgentTrail = `octokit-core.js/${version_VERSION} ${getUserAgent()}`;
class Octokit {
  static VERSION = version_VERSION;
  static defaults(defaults) {
    const OctokitWithDefaults = class extends this {
      constructor(...args) {
        const options = args[0] || {};
        if (typeof defaults === "function") {
          super(defaults(options));
          return;
        }
        super(
          Object.assign(
            {},
            defaults,
            options,
            options.userAgent && defaults.userAgent ? {
              userAgent: `${options.userAgent} ${defaults.userAgent}`
            } : null
          )
        );
      }
    };
    return OctokitWithDefaults;
  }
  static plugins = [];
  /**
   * Attach a plugin (or many) to your Octokit instance.
   *
   * @example
   * const API = Octokit.plugin(plugin1, plugin2, plugin3, ...)
   */
  static plugin(...newPlugins) {
    const currentPlugins = this.plugins;
    const NewOctokit = class extends this {
      static plugins = currentPlugins.concat(
        newPlugins.filter((plugin) => !currentPlugins.includes(plugin))
      );
    };
    return NewOctokit;
  }
  constructor(options = {}) {
    const hook = new before_after_hook.Collection();
    const requestDefaults = {
      baseUrl: request.endpoint.DEFAULTS.baseUrl,
      headers: {},
      request: Object.assign({}, options.request, {
        // @ts-ignore internal usage only, no need to type
        hook: hook.bind(null, "request")
      }),
      mediaType: {
        previews: [],
        format: ""
      }
    };
    requestDefaults.headers["user-agent"] = options.userAgent ? `${options.userAgent} ${userAgentTrail}` : userAgentTrail;
    if (options.baseUrl) {
      requestDefaults.baseUrl = options.baseUrl;
    }
    if (options.previews) {
      requestDefaults.mediaType.previews = options.previews;
    }
    if (options.timeZone) {
      requestDefaults.headers["time-zone"] = options.timeZone;
    }
    this.request = request.defaults(requestDefaults);
    this.graphql = withCustomRequest(this.request).defaults(requestDefaults);
    this.log = createLogger(options.log);
    this.hook = hook;
    if (!options.authStrategy) {
      if (!options.auth) {
        this.auth = async () => ({
          type: "unauthenticated"
        });
      } else {
        const auth = createTokenAuth(options.auth);
        hook.wrap("request", auth.hook);
        this.auth = auth;
      }
    } else {
      const { authStrategy, ...otherOptions } = options;
      const auth = authStrategy(
        Object.assign(
          {
            request: this.request,
            log: this.log,
            // we pass the current octokit instance as well as its constructor options
            // to allow for authentication strategies that return a new octokit instance
            // that shares the same internal state as the current one. The original
            // requirement for this was the "event-octokit" authentication strategy
            // of https://github.com/probot/octokit-auth-probot.
            octokit: this,
            octokitOptions: otherOptions
          },
          options.auth
        )
      );
      hook.wrap("request", auth.hook);
      this.auth = auth;
    }
    const classConstructor = this.constructor;
    for (let i = 0; i < classConstructor.plugins.length; ++i) {
      Object.assign(this, classConstructor.plugins[i](this, options));
    }
  }
  // assigned during constructor
  request;
  graphql;
  log;
  hook;
  // TODO: type `octokit.auth` based on passed options.authStrategy
  auth;
}


;// CONCATENATED MODULE: ./node_modules/@octokit/plugin-rest-endpoint-methods/dist-src/version.js
const dist_src_version_VERSION = "17.0.0";

//# sourceMappingURL=version.js.map

;// CONCATENATED MODULE: ./node_modules/@octokit/plugin-rest-endpoint-methods/dist-src/generated/endpoints.js
const Endpoints = {
  actions: {
    addCustomLabelsToSelfHostedRunnerForOrg: [
      "POST /orgs/{org}/actions/runners/{runner_id}/labels"
    ],
    addCustomLabelsToSelfHostedRunnerForRepo: [
      "POST /repos/{owner}/{repo}/actions/runners/{runner_id}/labels"
    ],
    addRepoAccessToSelfHostedRunnerGroupInOrg: [
      "PUT /orgs/{org}/actions/runner-groups/{runner_group_id}/repositories/{repository_id}"
    ],
    addSelectedRepoToOrgSecret: [
      "PUT /orgs/{org}/actions/secrets/{secret_name}/repositories/{repository_id}"
    ],
    addSelectedRepoToOrgVariable: [
      "PUT /orgs/{org}/actions/variables/{name}/repositories/{repository_id}"
    ],
    approveWorkflowRun: [
      "POST /repos/{owner}/{repo}/actions/runs/{run_id}/approve"
    ],
    cancelWorkflowRun: [
      "POST /repos/{owner}/{repo}/actions/runs/{run_id}/cancel"
    ],
    createEnvironmentVariable: [
      "POST /repos/{owner}/{repo}/environments/{environment_name}/variables"
    ],
    createHostedRunnerForOrg: ["POST /orgs/{org}/actions/hosted-runners"],
    createOrUpdateEnvironmentSecret: [
      "PUT /repos/{owner}/{repo}/environments/{environment_name}/secrets/{secret_name}"
    ],
    createOrUpdateOrgSecret: ["PUT /orgs/{org}/actions/secrets/{secret_name}"],
    createOrUpdateRepoSecret: [
      "PUT /repos/{owner}/{repo}/actions/secrets/{secret_name}"
    ],
    createOrgVariable: ["POST /orgs/{org}/actions/variables"],
    createRegistrationTokenForOrg: [
      "POST /orgs/{org}/actions/runners/registration-token"
    ],
    createRegistrationTokenForRepo: [
      "POST /repos/{owner}/{repo}/actions/runners/registration-token"
    ],
    createRemoveTokenForOrg: ["POST /orgs/{org}/actions/runners/remove-token"],
    createRemoveTokenForRepo: [
      "POST /repos/{owner}/{repo}/actions/runners/remove-token"
    ],
    createRepoVariable: ["POST /repos/{owner}/{repo}/actions/variables"],
    createWorkflowDispatch: [
      "POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches"
    ],
    deleteActionsCacheById: [
      "DELETE /repos/{owner}/{repo}/actions/caches/{cache_id}"
    ],
    deleteActionsCacheByKey: [
      "DELETE /repos/{owner}/{repo}/actions/caches{?key,ref}"
    ],
    deleteArtifact: [
      "DELETE /repos/{owner}/{repo}/actions/artifacts/{artifact_id}"
    ],
    deleteCustomImageFromOrg: [
      "DELETE /orgs/{org}/actions/hosted-runners/images/custom/{image_definition_id}"
    ],
    deleteCustomImageVersionFromOrg: [
      "DELETE /orgs/{org}/actions/hosted-runners/images/custom/{image_definition_id}/versions/{version}"
    ],
    deleteEnvironmentSecret: [
      "DELETE /repos/{owner}/{repo}/environments/{environment_name}/secrets/{secret_name}"
    ],
    deleteEnvironmentVariable: [
      "DELETE /repos/{owner}/{repo}/environments/{environment_name}/variables/{name}"
    ],
    deleteHostedRunnerForOrg: [
      "DELETE /orgs/{org}/actions/hosted-runners/{hosted_runner_id}"
    ],
    deleteOrgSecret: ["DELETE /orgs/{org}/actions/secrets/{secret_name}"],
    deleteOrgVariable: ["DELETE /orgs/{org}/actions/variables/{name}"],
    deleteRepoSecret: [
      "DELETE /repos/{owner}/{repo}/actions/secrets/{secret_name}"
    ],
    deleteRepoVariable: [
      "DELETE /repos/{owner}/{repo}/actions/variables/{name}"
    ],
    deleteSelfHostedRunnerFromOrg: [
      "DELETE /orgs/{org}/actions/runners/{runner_id}"
    ],
    deleteSelfHostedRunnerFromRepo: [
      "DELETE /repos/{owner}/{repo}/actions/runners/{runner_id}"
    ],
    deleteWorkflowRun: ["DELETE /repos/{owner}/{repo}/actions/runs/{run_id}"],
    deleteWorkflowRunLogs: [
      "DELETE /repos/{owner}/{repo}/actions/runs/{run_id}/logs"
    ],
    disableSelectedRepositoryGithubActionsOrganization: [
      "DELETE /orgs/{org}/actions/permissions/repositories/{repository_id}"
    ],
    disableWorkflow: [
      "PUT /repos/{owner}/{repo}/actions/workflows/{workflow_id}/disable"
    ],
    downloadArtifact: [
      "GET /repos/{owner}/{repo}/actions/artifacts/{artifact_id}/{archive_format}"
    ],
    downloadJobLogsForWorkflowRun: [
      "GET /repos/{owner}/{repo}/actions/jobs/{job_id}/logs"
    ],
    downloadWorkflowRunAttemptLogs: [
      "GET /repos/{owner}/{repo}/actions/runs/{run_id}/attempts/{attempt_number}/logs"
    ],
    downloadWorkflowRunLogs: [
      "GET /repos/{owner}/{repo}/actions/runs/{run_id}/logs"
    ],
    enableSelectedRepositoryGithubActionsOrganization: [
      "PUT /orgs/{org}/actions/permissions/repositories/{repository_id}"
    ],
    enableWorkflow: [
      "PUT /repos/{owner}/{repo}/actions/workflows/{workflow_id}/enable"
    ],
    forceCancelWorkflowRun: [
      "POST /repos/{owner}/{repo}/actions/runs/{run_id}/force-cancel"
    ],
    generateRunnerJitconfigForOrg: [
      "POST /orgs/{org}/actions/runners/generate-jitconfig"
    ],
    generateRunnerJitconfigForRepo: [
      "POST /repos/{owner}/{repo}/actions/runners/generate-jitconfig"
    ],
    getActionsCacheList: ["GET /repos/{owner}/{repo}/actions/caches"],
    getActionsCacheUsage: ["GET /repos/{owner}/{repo}/actions/cache/usage"],
    getActionsCacheUsageByRepoForOrg: [
      "GET /orgs/{org}/actions/cache/usage-by-repository"
    ],
    getActionsCacheUsageForOrg: ["GET /orgs/{org}/actions/cache/usage"],
    getAllowedActionsOrganization: [
      "GET /orgs/{org}/actions/permissions/selected-actions"
    ],
    getAllowedActionsRepository: [
      "GET /repos/{owner}/{repo}/actions/permissions/selected-actions"
    ],
    getArtifact: ["GET /repos/{owner}/{repo}/actions/artifacts/{artifact_id}"],
    getCustomImageForOrg: [
      "GET /orgs/{org}/actions/hosted-runners/images/custom/{image_definition_id}"
    ],
    getCustomImageVersionForOrg: [
      "GET /orgs/{org}/actions/hosted-runners/images/custom/{image_definition_id}/versions/{version}"
    ],
    getCustomOidcSubClaimForRepo: [
      "GET /repos/{owner}/{repo}/actions/oidc/customization/sub"
    ],
    getEnvironmentPublicKey: [
      "GET /repos/{owner}/{repo}/environments/{environment_name}/secrets/public-key"
    ],
    getEnvironmentSecret: [
      "GET /repos/{owner}/{repo}/environments/{environment_name}/secrets/{secret_name}"
    ],
    getEnvironmentVariable: [
      "GET /repos/{owner}/{repo}/environments/{environment_name}/variables/{name}"
    ],
    getGithubActionsDefaultWorkflowPermissionsOrganization: [
      "GET /orgs/{org}/actions/permissions/workflow"
    ],
    getGithubActionsDefaultWorkflowPermissionsRepository: [
      "GET /repos/{owner}/{repo}/actions/permissions/workflow"
    ],
    getGithubActionsPermissionsOrganization: [
      "GET /orgs/{org}/actions/permissions"
    ],
    getGithubActionsPermissionsRepository: [
      "GET /repos/{owner}/{repo}/actions/permissions"
    ],
    getHostedRunnerForOrg: [
      "GET /orgs/{org}/actions/hosted-runners/{hosted_runner_id}"
    ],
    getHostedRunnersGithubOwnedImagesForOrg: [
      "GET /orgs/{org}/actions/hosted-runners/images/github-owned"
    ],
    getHostedRunnersLimitsForOrg: [
      "GET /orgs/{org}/actions/hosted-runners/limits"
    ],
    getHostedRunnersMachineSpecsForOrg: [
      "GET /orgs/{org}/actions/hosted-runners/machine-sizes"
    ],
    getHostedRunnersPartnerImagesForOrg: [
      "GET /orgs/{org}/actions/hosted-runners/images/partner"
    ],
    getHostedRunnersPlatformsForOrg: [
      "GET /orgs/{org}/actions/hosted-runners/platforms"
    ],
    getJobForWorkflowRun: ["GET /repos/{owner}/{repo}/actions/jobs/{job_id}"],
    getOrgPublicKey: ["GET /orgs/{org}/actions/secrets/public-key"],
    getOrgSecret: ["GET /orgs/{org}/actions/secrets/{secret_name}"],
    getOrgVariable: ["GET /orgs/{org}/actions/variables/{name}"],
    getPendingDeploymentsForRun: [
      "GET /repos/{owner}/{repo}/actions/runs/{run_id}/pending_deployments"
    ],
    getRepoPermissions: [
      "GET /repos/{owner}/{repo}/actions/permissions",
      {},
      { renamed: ["actions", "getGithubActionsPermissionsRepository"] }
    ],
    getRepoPublicKey: ["GET /repos/{owner}/{repo}/actions/secrets/public-key"],
    getRepoSecret: ["GET /repos/{owner}/{repo}/actions/secrets/{secret_name}"],
    getRepoVariable: ["GET /repos/{owner}/{repo}/actions/variables/{name}"],
    getReviewsForRun: [
      "GET /repos/{owner}/{repo}/actions/runs/{run_id}/approvals"
    ],
    getSelfHostedRunnerForOrg: ["GET /orgs/{org}/actions/runners/{runner_id}"],
    getSelfHostedRunnerForRepo: [
      "GET /repos/{owner}/{repo}/actions/runners/{runner_id}"
    ],
    getWorkflow: ["GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}"],
    getWorkflowAccessToRepository: [
      "GET /repos/{owner}/{repo}/actions/permissions/access"
    ],
    getWorkflowRun: ["GET /repos/{owner}/{repo}/actions/runs/{run_id}"],
    getWorkflowRunAttempt: [
      "GET /repos/{owner}/{repo}/actions/runs/{run_id}/attempts/{attempt_number}"
    ],
    getWorkflowRunUsage: [
      "GET /repos/{owner}/{repo}/actions/runs/{run_id}/timing"
    ],
    getWorkflowUsage: [
      "GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/timing"
    ],
    listArtifactsForRepo: ["GET /repos/{owner}/{repo}/actions/artifacts"],
    listCustomImageVersionsForOrg: [
      "GET /orgs/{org}/actions/hosted-runners/images/custom/{image_definition_id}/versions"
    ],
    listCustomImagesForOrg: [
      "GET /orgs/{org}/actions/hosted-runners/images/custom"
    ],
    listEnvironmentSecrets: [
      "GET /repos/{owner}/{repo}/environments/{environment_name}/secrets"
    ],
    listEnvironmentVariables: [
      "GET /repos/{owner}/{repo}/environments/{environment_name}/variables"
    ],
    listGithubHostedRunnersInGroupForOrg: [
      "GET /orgs/{org}/actions/runner-groups/{runner_group_id}/hosted-runners"
    ],
    listHostedRunnersForOrg: ["GET /orgs/{org}/actions/hosted-runners"],
    listJobsForWorkflowRun: [
      "GET /repos/{owner}/{repo}/actions/runs/{run_id}/jobs"
    ],
    listJobsForWorkflowRunAttempt: [
      "GET /repos/{owner}/{repo}/actions/runs/{run_id}/attempts/{attempt_number}/jobs"
    ],
    listLabelsForSelfHostedRunnerForOrg: [
      "GET /orgs/{org}/actions/runners/{runner_id}/labels"
    ],
    listLabelsForSelfHostedRunnerForRepo: [
      "GET /repos/{owner}/{repo}/actions/runners/{runner_id}/labels"
    ],
    listOrgSecrets: ["GET /orgs/{org}/actions/secrets"],
    listOrgVariables: ["GET /orgs/{org}/actions/variables"],
    listRepoOrganizationSecrets: [
      "GET /repos/{owner}/{repo}/actions/organization-secrets"
    ],
    listRepoOrganizationVariables: [
      "GET /repos/{owner}/{repo}/actions/organization-variables"
    ],
    listRepoSecrets: ["GET /repos/{owner}/{repo}/actions/secrets"],
    listRepoVariables: ["GET /repos/{owner}/{repo}/actions/variables"],
    listRepoWorkflows: ["GET /repos/{owner}/{repo}/actions/workflows"],
    listRunnerApplicationsForOrg: ["GET /orgs/{org}/actions/runners/downloads"],
    listRunnerApplicationsForRepo: [
      "GET /repos/{owner}/{repo}/actions/runners/downloads"
    ],
    listSelectedReposForOrgSecret: [
      "GET /orgs/{org}/actions/secrets/{secret_name}/repositories"
    ],
    listSelectedReposForOrgVariable: [
      "GET /orgs/{org}/actions/variables/{name}/repositories"
    ],
    listSelectedRepositoriesEnabledGithubActionsOrganization: [
      "GET /orgs/{org}/actions/permissions/repositories"
    ],
    listSelfHostedRunnersForOrg: ["GET /orgs/{org}/actions/runners"],
    listSelfHostedRunnersForRepo: ["GET /repos/{owner}/{repo}/actions/runners"],
    listWorkflowRunArtifacts: [
      "GET /repos/{owner}/{repo}/actions/runs/{run_id}/artifacts"
    ],
    listWorkflowRuns: [
      "GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs"
    ],
    listWorkflowRunsForRepo: ["GET /repos/{owner}/{repo}/actions/runs"],
    reRunJobForWorkflowRun: [
      "POST /repos/{owner}/{repo}/actions/jobs/{job_id}/rerun"
    ],
    reRunWorkflow: ["POST /repos/{owner}/{repo}/actions/runs/{run_id}/rerun"],
    reRunWorkflowFailedJobs: [
      "POST /repos/{owner}/{repo}/actions/runs/{run_id}/rerun-failed-jobs"
    ],
    removeAllCustomLabelsFromSelfHostedRunnerForOrg: [
      "DELETE /orgs/{org}/actions/runners/{runner_id}/labels"
    ],
    removeAllCustomLabelsFromSelfHostedRunnerForRepo: [
      "DELETE /repos/{owner}/{repo}/actions/runners/{runner_id}/labels"
    ],
    removeCustomLabelFromSelfHostedRunnerForOrg: [
      "DELETE /orgs/{org}/actions/runners/{runner_id}/labels/{name}"
    ],
    removeCustomLabelFromSelfHostedRunnerForRepo: [
      "DELETE /repos/{owner}/{repo}/actions/runners/{runner_id}/labels/{name}"
    ],
    removeSelectedRepoFromOrgSecret: [
      "DELETE /orgs/{org}/actions/secrets/{secret_name}/repositories/{repository_id}"
    ],
    removeSelectedRepoFromOrgVariable: [
      "DELETE /orgs/{org}/actions/variables/{name}/repositories/{repository_id}"
    ],
    reviewCustomGatesForRun: [
      "POST /repos/{owner}/{repo}/actions/runs/{run_id}/deployment_protection_rule"
    ],
    reviewPendingDeploymentsForRun: [
      "POST /repos/{owner}/{repo}/actions/runs/{run_id}/pending_deployments"
    ],
    setAllowedActionsOrganization: [
      "PUT /orgs/{org}/actions/permissions/selected-actions"
    ],
    setAllowedActionsRepository: [
      "PUT /repos/{owner}/{repo}/actions/permissions/selected-actions"
    ],
    setCustomLabelsForSelfHostedRunnerForOrg: [
      "PUT /orgs/{org}/actions/runners/{runner_id}/labels"
    ],
    setCustomLabelsForSelfHostedRunnerForRepo: [
      "PUT /repos/{owner}/{repo}/actions/runners/{runner_id}/labels"
    ],
    setCustomOidcSubClaimForRepo: [
      "PUT /repos/{owner}/{repo}/actions/oidc/customization/sub"
    ],
    setGithubActionsDefaultWorkflowPermissionsOrganization: [
      "PUT /orgs/{org}/actions/permissions/workflow"
    ],
    setGithubActionsDefaultWorkflowPermissionsRepository: [
      "PUT /repos/{owner}/{repo}/actions/permissions/workflow"
    ],
    setGithubActionsPermissionsOrganization: [
      "PUT /orgs/{org}/actions/permissions"
    ],
    setGithubActionsPermissionsRepository: [
      "PUT /repos/{owner}/{repo}/actions/permissions"
    ],
    setSelectedReposForOrgSecret: [
      "PUT /orgs/{org}/actions/secrets/{secret_name}/repositories"
    ],
    setSelectedReposForOrgVariable: [
      "PUT /orgs/{org}/actions/variables/{name}/repositories"
    ],
    setSelectedRepositoriesEnabledGithubActionsOrganization: [
      "PUT /orgs/{org}/actions/permissions/repositories"
    ],
    setWorkflowAccessToRepository: [
      "PUT /repos/{owner}/{repo}/actions/permissions/access"
    ],
    updateEnvironmentVariable: [
      "PATCH /repos/{owner}/{repo}/environments/{environment_name}/variables/{name}"
    ],
    updateHostedRunnerForOrg: [
      "PATCH /orgs/{org}/actions/hosted-runners/{hosted_runner_id}"
    ],
    updateOrgVariable: ["PATCH /orgs/{org}/actions/variables/{name}"],
    updateRepoVariable: [
      "PATCH /repos/{owner}/{repo}/actions/variables/{name}"
    ]
  },
  activity: {
    checkRepoIsStarredByAuthenticatedUser: ["GET /user/starred/{owner}/{repo}"],
    deleteRepoSubscription: ["DELETE /repos/{owner}/{repo}/subscription"],
    deleteThreadSubscription: [
      "DELETE /notifications/threads/{thread_id}/subscription"
    ],
    getFeeds: ["GET /feeds"],
    getRepoSubscription: ["GET /repos/{owner}/{repo}/subscription"],
    getThread: ["GET /notifications/threads/{thread_id}"],
    getThreadSubscriptionForAuthenticatedUser: [
      "GET /notifications/threads/{thread_id}/subscription"
    ],
    listEventsForAuthenticatedUser: ["GET /users/{username}/events"],
    listNotificationsForAuthenticatedUser: ["GET /notifications"],
    listOrgEventsForAuthenticatedUser: [
      "GET /users/{username}/events/orgs/{org}"
    ],
    listPublicEvents: ["GET /events"],
    listPublicEventsForRepoNetwork: ["GET /networks/{owner}/{repo}/events"],
    listPublicEventsForUser: ["GET /users/{username}/events/public"],
    listPublicOrgEvents: ["GET /orgs/{org}/events"],
    listReceivedEventsForUser: ["GET /users/{username}/received_events"],
    listReceivedPublicEventsForUser: [
      "GET /users/{username}/received_events/public"
    ],
    listRepoEvents: ["GET /repos/{owner}/{repo}/events"],
    listRepoNotificationsForAuthenticatedUser: [
      "GET /repos/{owner}/{repo}/notifications"
    ],
    listReposStarredByAuthenticatedUser: ["GET /user/starred"],
    listReposStarredByUser: ["GET /users/{username}/starred"],
    listReposWatchedByUser: ["GET /users/{username}/subscriptions"],
    listStargazersForRepo: ["GET /repos/{owner}/{repo}/stargazers"],
    listWatchedReposForAuthenticatedUser: ["GET /user/subscriptions"],
    listWatchersForRepo: ["GET /repos/{owner}/{repo}/subscribers"],
    markNotificationsAsRead: ["PUT /notifications"],
    markRepoNotificationsAsRead: ["PUT /repos/{owner}/{repo}/notifications"],
    markThreadAsDone: ["DELETE /notifications/threads/{thread_id}"],
    markThreadAsRead: ["PATCH /notifications/threads/{thread_id}"],
    setRepoSubscription: ["PUT /repos/{owner}/{repo}/subscription"],
    setThreadSubscription: [
      "PUT /notifications/threads/{thread_id}/subscription"
    ],
    starRepoForAuthenticatedUser: ["PUT /user/starred/{owner}/{repo}"],
    unstarRepoForAuthenticatedUser: ["DELETE /user/starred/{owner}/{repo}"]
  },
  apps: {
    addRepoToInstallation: [
      "PUT /user/installations/{installation_id}/repositories/{repository_id}",
      {},
      { renamed: ["apps", "addRepoToInstallationForAuthenticatedUser"] }
    ],
    addRepoToInstallationForAuthenticatedUser: [
      "PUT /user/installations/{installation_id}/repositories/{repository_id}"
    ],
    checkToken: ["POST /applications/{client_id}/token"],
    createFromManifest: ["POST /app-manifests/{code}/conversions"],
    createInstallationAccessToken: [
      "POST /app/installations/{installation_id}/access_tokens"
    ],
    deleteAuthorization: ["DELETE /applications/{client_id}/grant"],
    deleteInstallation: ["DELETE /app/installations/{installation_id}"],
    deleteToken: ["DELETE /applications/{client_id}/token"],
    getAuthenticated: ["GET /app"],
    getBySlug: ["GET /apps/{app_slug}"],
    getInstallation: ["GET /app/installations/{installation_id}"],
    getOrgInstallation: ["GET /orgs/{org}/installation"],
    getRepoInstallation: ["GET /repos/{owner}/{repo}/installation"],
    getSubscriptionPlanForAccount: [
      "GET /marketplace_listing/accounts/{account_id}"
    ],
    getSubscriptionPlanForAccountStubbed: [
      "GET /marketplace_listing/stubbed/accounts/{account_id}"
    ],
    getUserInstallation: ["GET /users/{username}/installation"],
    getWebhookConfigForApp: ["GET /app/hook/config"],
    getWebhookDelivery: ["GET /app/hook/deliveries/{delivery_id}"],
    listAccountsForPlan: ["GET /marketplace_listing/plans/{plan_id}/accounts"],
    listAccountsForPlanStubbed: [
      "GET /marketplace_listing/stubbed/plans/{plan_id}/accounts"
    ],
    listInstallationReposForAuthenticatedUser: [
      "GET /user/installations/{installation_id}/repositories"
    ],
    listInstallationRequestsForAuthenticatedApp: [
      "GET /app/installation-requests"
    ],
    listInstallations: ["GET /app/installations"],
    listInstallationsForAuthenticatedUser: ["GET /user/installations"],
    listPlans: ["GET /marketplace_listing/plans"],
    listPlansStubbed: ["GET /marketplace_listing/stubbed/plans"],
    listReposAccessibleToInstallation: ["GET /installation/repositories"],
    listSubscriptionsForAuthenticatedUser: ["GET /user/marketplace_purchases"],
    listSubscriptionsForAuthenticatedUserStubbed: [
      "GET /user/marketplace_purchases/stubbed"
    ],
    listWebhookDeliveries: ["GET /app/hook/deliveries"],
    redeliverWebhookDelivery: [
      "POST /app/hook/deliveries/{delivery_id}/attempts"
    ],
    removeRepoFromInstallation: [
      "DELETE /user/installations/{installation_id}/repositories/{repository_id}",
      {},
      { renamed: ["apps", "removeRepoFromInstallationForAuthenticatedUser"] }
    ],
    removeRepoFromInstallationForAuthenticatedUser: [
      "DELETE /user/installations/{installation_id}/repositories/{repository_id}"
    ],
    resetToken: ["PATCH /applications/{client_id}/token"],
    revokeInstallationAccessToken: ["DELETE /installation/token"],
    scopeToken: ["POST /applications/{client_id}/token/scoped"],
    suspendInstallation: ["PUT /app/installations/{installation_id}/suspended"],
    unsuspendInstallation: [
      "DELETE /app/installations/{installation_id}/suspended"
    ],
    updateWebhookConfigForApp: ["PATCH /app/hook/config"]
  },
  billing: {
    getGithubActionsBillingOrg: ["GET /orgs/{org}/settings/billing/actions"],
    getGithubActionsBillingUser: [
      "GET /users/{username}/settings/billing/actions"
    ],
    getGithubBillingPremiumRequestUsageReportOrg: [
      "GET /organizations/{org}/settings/billing/premium_request/usage"
    ],
    getGithubBillingPremiumRequestUsageReportUser: [
      "GET /users/{username}/settings/billing/premium_request/usage"
    ],
    getGithubBillingUsageReportOrg: [
      "GET /organizations/{org}/settings/billing/usage"
    ],
    getGithubBillingUsageReportUser: [
      "GET /users/{username}/settings/billing/usage"
    ],
    getGithubPackagesBillingOrg: ["GET /orgs/{org}/settings/billing/packages"],
    getGithubPackagesBillingUser: [
      "GET /users/{username}/settings/billing/packages"
    ],
    getSharedStorageBillingOrg: [
      "GET /orgs/{org}/settings/billing/shared-storage"
    ],
    getSharedStorageBillingUser: [
      "GET /users/{username}/settings/billing/shared-storage"
    ]
  },
  campaigns: {
    createCampaign: ["POST /orgs/{org}/campaigns"],
    deleteCampaign: ["DELETE /orgs/{org}/campaigns/{campaign_number}"],
    getCampaignSummary: ["GET /orgs/{org}/campaigns/{campaign_number}"],
    listOrgCampaigns: ["GET /orgs/{org}/campaigns"],
    updateCampaign: ["PATCH /orgs/{org}/campaigns/{campaign_number}"]
  },
  checks: {
    create: ["POST /repos/{owner}/{repo}/check-runs"],
    createSuite: ["POST /repos/{owner}/{repo}/check-suites"],
    get: ["GET /repos/{owner}/{repo}/check-runs/{check_run_id}"],
    getSuite: ["GET /repos/{owner}/{repo}/check-suites/{check_suite_id}"],
    listAnnotations: [
      "GET /repos/{owner}/{repo}/check-runs/{check_run_id}/annotations"
    ],
    listForRef: ["GET /repos/{owner}/{repo}/commits/{ref}/check-runs"],
    listForSuite: [
      "GET /repos/{owner}/{repo}/check-suites/{check_suite_id}/check-runs"
    ],
    listSuitesForRef: ["GET /repos/{owner}/{repo}/commits/{ref}/check-suites"],
    rerequestRun: [
      "POST /repos/{owner}/{repo}/check-runs/{check_run_id}/rerequest"
    ],
    rerequestSuite: [
      "POST /repos/{owner}/{repo}/check-suites/{check_suite_id}/rerequest"
    ],
    setSuitesPreferences: [
      "PATCH /repos/{owner}/{repo}/check-suites/preferences"
    ],
    update: ["PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}"]
  },
  codeScanning: {
    commitAutofix: [
      "POST /repos/{owner}/{repo}/code-scanning/alerts/{alert_number}/autofix/commits"
    ],
    createAutofix: [
      "POST /repos/{owner}/{repo}/code-scanning/alerts/{alert_number}/autofix"
    ],
    createVariantAnalysis: [
      "POST /repos/{owner}/{repo}/code-scanning/codeql/variant-analyses"
    ],
    deleteAnalysis: [
      "DELETE /repos/{owner}/{repo}/code-scanning/analyses/{analysis_id}{?confirm_delete}"
    ],
    deleteCodeqlDatabase: [
      "DELETE /repos/{owner}/{repo}/code-scanning/codeql/databases/{language}"
    ],
    getAlert: [
      "GET /repos/{owner}/{repo}/code-scanning/alerts/{alert_number}",
      {},
      { renamedParameters: { alert_id: "alert_number" } }
    ],
    getAnalysis: [
      "GET /repos/{owner}/{repo}/code-scanning/analyses/{analysis_id}"
    ],
    getAutofix: [
      "GET /repos/{owner}/{repo}/code-scanning/alerts/{alert_number}/autofix"
    ],
    getCodeqlDatabase: [
      "GET /repos/{owner}/{repo}/code-scanning/codeql/databases/{language}"
    ],
    getDefaultSetup: ["GET /repos/{owner}/{repo}/code-scanning/default-setup"],
    getSarif: ["GET /repos/{owner}/{repo}/code-scanning/sarifs/{sarif_id}"],
    getVariantAnalysis: [
      "GET /repos/{owner}/{repo}/code-scanning/codeql/variant-analyses/{codeql_variant_analysis_id}"
    ],
    getVariantAnalysisRepoTask: [
      "GET /repos/{owner}/{repo}/code-scanning/codeql/variant-analyses/{codeql_variant_analysis_id}/repos/{repo_owner}/{repo_name}"
    ],
    listAlertInstances: [
      "GET /repos/{owner}/{repo}/code-scanning/alerts/{alert_number}/instances"
    ],
    listAlertsForOrg: ["GET /orgs/{org}/code-scanning/alerts"],
    listAlertsForRepo: ["GET /repos/{owner}/{repo}/code-scanning/alerts"],
    listAlertsInstances: [
      "GET /repos/{owner}/{repo}/code-scanning/alerts/{alert_number}/instances",
      {},
      { renamed: ["codeScanning", "listAlertInstances"] }
    ],
    listCodeqlDatabases: [
      "GET /repos/{owner}/{repo}/code-scanning/codeql/databases"
    ],
    listRecentAnalyses: ["GET /repos/{owner}/{repo}/code-scanning/analyses"],
    updateAlert: [
      "PATCH /repos/{owner}/{repo}/code-scanning/alerts/{alert_number}"
    ],
    updateDefaultSetup: [
      "PATCH /repos/{owner}/{repo}/code-scanning/default-setup"
    ],
    uploadSarif: ["POST /repos/{owner}/{repo}/code-scanning/sarifs"]
  },
  codeSecurity: {
    attachConfiguration: [
      "POST /orgs/{org}/code-security/configurations/{configuration_id}/attach"
    ],
    attachEnterpriseConfiguration: [
      "POST /enterprises/{enterprise}/code-security/configurations/{configuration_id}/attach"
    ],
    createConfiguration: ["POST /orgs/{org}/code-security/configurations"],
    createConfigurationForEnterprise: [
      "POST /enterprises/{enterprise}/code-security/configurations"
    ],
    deleteConfiguration: [
      "DELETE /orgs/{org}/code-security/configurations/{configuration_id}"
    ],
    deleteConfigurationForEnterprise: [
      "DELETE /enterprises/{enterprise}/code-security/configurations/{configuration_id}"
    ],
    detachConfiguration: [
      "DELETE /orgs/{org}/code-security/configurations/detach"
    ],
    getConfiguration: [
      "GET /orgs/{org}/code-security/configurations/{configuration_id}"
    ],
    getConfigurationForRepository: [
      "GET /repos/{owner}/{repo}/code-security-configuration"
    ],
    getConfigurationsForEnterprise: [
      "GET /enterprises/{enterprise}/code-security/configurations"
    ],
    getConfigurationsForOrg: ["GET /orgs/{org}/code-security/configurations"],
    getDefaultConfigurations: [
      "GET /orgs/{org}/code-security/configurations/defaults"
    ],
    getDefaultConfigurationsForEnterprise: [
      "GET /enterprises/{enterprise}/code-security/configurations/defaults"
    ],
    getRepositoriesForConfiguration: [
      "GET /orgs/{org}/code-security/configurations/{configuration_id}/repositories"
    ],
    getRepositoriesForEnterpriseConfiguration: [
      "GET /enterprises/{enterprise}/code-security/configurations/{configuration_id}/repositories"
    ],
    getSingleConfigurationForEnterprise: [
      "GET /enterprises/{enterprise}/code-security/configurations/{configuration_id}"
    ],
    setConfigurationAsDefault: [
      "PUT /orgs/{org}/code-security/configurations/{configuration_id}/defaults"
    ],
    setConfigurationAsDefaultForEnterprise: [
      "PUT /enterprises/{enterprise}/code-security/configurations/{configuration_id}/defaults"
    ],
    updateConfiguration: [
      "PATCH /orgs/{org}/code-security/configurations/{configuration_id}"
    ],
    updateEnterpriseConfiguration: [
      "PATCH /enterprises/{enterprise}/code-security/configurations/{configuration_id}"
    ]
  },
  codesOfConduct: {
    getAllCodesOfConduct: ["GET /codes_of_conduct"],
    getConductCode: ["GET /codes_of_conduct/{key}"]
  },
  codespaces: {
    addRepositoryForSecretForAuthenticatedUser: [
      "PUT /user/codespaces/secrets/{secret_name}/repositories/{repository_id}"
    ],
    addSelectedRepoToOrgSecret: [
      "PUT /orgs/{org}/codespaces/secrets/{secret_name}/repositories/{repository_id}"
    ],
    checkPermissionsForDevcontainer: [
      "GET /repos/{owner}/{repo}/codespaces/permissions_check"
    ],
    codespaceMachinesForAuthenticatedUser: [
      "GET /user/codespaces/{codespace_name}/machines"
    ],
    createForAuthenticatedUser: ["POST /user/codespaces"],
    createOrUpdateOrgSecret: [
      "PUT /orgs/{org}/codespaces/secrets/{secret_name}"
    ],
    createOrUpdateRepoSecret: [
      "PUT /repos/{owner}/{repo}/codespaces/secrets/{secret_name}"
    ],
    createOrUpdateSecretForAuthenticatedUser: [
      "PUT /user/codespaces/secrets/{secret_name}"
    ],
    createWithPrForAuthenticatedUser: [
      "POST /repos/{owner}/{repo}/pulls/{pull_number}/codespaces"
    ],
    createWithRepoForAuthenticatedUser: [
      "POST /repos/{owner}/{repo}/codespaces"
    ],
    deleteForAuthenticatedUser: ["DELETE /user/codespaces/{codespace_name}"],
    deleteFromOrganization: [
      "DELETE /orgs/{org}/members/{username}/codespaces/{codespace_name}"
    ],
    deleteOrgSecret: ["DELETE /orgs/{org}/codespaces/secrets/{secret_name}"],
    deleteRepoSecret: [
      "DELETE /repos/{owner}/{repo}/codespaces/secrets/{secret_name}"
    ],
    deleteSecretForAuthenticatedUser: [
      "DELETE /user/codespaces/secrets/{secret_name}"
    ],
    exportForAuthenticatedUser: [
      "POST /user/codespaces/{codespace_name}/exports"
    ],
    getCodespacesForUserInOrg: [
      "GET /orgs/{org}/members/{username}/codespaces"
    ],
    getExportDetailsForAuthenticatedUser: [
      "GET /user/codespaces/{codespace_name}/exports/{export_id}"
    ],
    getForAuthenticatedUser: ["GET /user/codespaces/{codespace_name}"],
    getOrgPublicKey: ["GET /orgs/{org}/codespaces/secrets/public-key"],
    getOrgSecret: ["GET /orgs/{org}/codespaces/secrets/{secret_name}"],
    getPublicKeyForAuthenticatedUser: [
      "GET /user/codespaces/secrets/public-key"
    ],
    getRepoPublicKey: [
      "GET /repos/{owner}/{repo}/codespaces/secrets/public-key"
    ],
    getRepoSecret: [
      "GET /repos/{owner}/{repo}/codespaces/secrets/{secret_name}"
    ],
    getSecretForAuthenticatedUser: [
      "GET /user/codespaces/secrets/{secret_name}"
    ],
    listDevcontainersInRepositoryForAuthenticatedUser: [
      "GET /repos/{owner}/{repo}/codespaces/devcontainers"
    ],
    listForAuthenticatedUser: ["GET /user/codespaces"],
    listInOrganization: [
      "GET /orgs/{org}/codespaces",
      {},
      { renamedParameters: { org_id: "org" } }
    ],
    listInRepositoryForAuthenticatedUser: [
      "GET /repos/{owner}/{repo}/codespaces"
    ],
    listOrgSecrets: ["GET /orgs/{org}/codespaces/secrets"],
    listRepoSecrets: ["GET /repos/{owner}/{repo}/codespaces/secrets"],
    listRepositoriesForSecretForAuthenticatedUser: [
      "GET /user/codespaces/secrets/{secret_name}/repositories"
    ],
    listSecretsForAuthenticatedUser: ["GET /user/codespaces/secrets"],
    listSelectedReposForOrgSecret: [
      "GET /orgs/{org}/codespaces/secrets/{secret_name}/repositories"
    ],
    preFlightWithRepoForAuthenticatedUser: [
      "GET /repos/{owner}/{repo}/codespaces/new"
    ],
    publishForAuthenticatedUser: [
      "POST /user/codespaces/{codespace_name}/publish"
    ],
    removeRepositoryForSecretForAuthenticatedUser: [
      "DELETE /user/codespaces/secrets/{secret_name}/repositories/{repository_id}"
    ],
    removeSelectedRepoFromOrgSecret: [
      "DELETE /orgs/{org}/codespaces/secrets/{secret_name}/repositories/{repository_id}"
    ],
    repoMachinesForAuthenticatedUser: [
      "GET /repos/{owner}/{repo}/codespaces/machines"
    ],
    setRepositoriesForSecretForAuthenticatedUser: [
      "PUT /user/codespaces/secrets/{secret_name}/repositories"
    ],
    setSelectedReposForOrgSecret: [
      "PUT /orgs/{org}/codespaces/secrets/{secret_name}/repositories"
    ],
    startForAuthenticatedUser: ["POST /user/codespaces/{codespace_name}/start"],
    stopForAuthenticatedUser: ["POST /user/codespaces/{codespace_name}/stop"],
    stopInOrganization: [
      "POST /orgs/{org}/members/{username}/codespaces/{codespace_name}/stop"
    ],
    updateForAuthenticatedUser: ["PATCH /user/codespaces/{codespace_name}"]
  },
  copilot: {
    addCopilotSeatsForTeams: [
      "POST /orgs/{org}/copilot/billing/selected_teams"
    ],
    addCopilotSeatsForUsers: [
      "POST /orgs/{org}/copilot/billing/selected_users"
    ],
    cancelCopilotSeatAssignmentForTeams: [
      "DELETE /orgs/{org}/copilot/billing/selected_teams"
    ],
    cancelCopilotSeatAssignmentForUsers: [
      "DELETE /orgs/{org}/copilot/billing/selected_users"
    ],
    copilotMetricsForOrganization: ["GET /orgs/{org}/copilot/metrics"],
    copilotMetricsForTeam: ["GET /orgs/{org}/team/{team_slug}/copilot/metrics"],
    getCopilotOrganizationDetails: ["GET /orgs/{org}/copilot/billing"],
    getCopilotSeatDetailsForUser: [
      "GET /orgs/{org}/members/{username}/copilot"
    ],
    listCopilotSeats: ["GET /orgs/{org}/copilot/billing/seats"]
  },
  credentials: { revoke: ["POST /credentials/revoke"] },
  dependabot: {
    addSelectedRepoToOrgSecret: [
      "PUT /orgs/{org}/dependabot/secrets/{secret_name}/repositories/{repository_id}"
    ],
    createOrUpdateOrgSecret: [
      "PUT /orgs/{org}/dependabot/secrets/{secret_name}"
    ],
    createOrUpdateRepoSecret: [
      "PUT /repos/{owner}/{repo}/dependabot/secrets/{secret_name}"
    ],
    deleteOrgSecret: ["DELETE /orgs/{org}/dependabot/secrets/{secret_name}"],
    deleteRepoSecret: [
      "DELETE /repos/{owner}/{repo}/dependabot/secrets/{secret_name}"
    ],
    getAlert: ["GET /repos/{owner}/{repo}/dependabot/alerts/{alert_number}"],
    getOrgPublicKey: ["GET /orgs/{org}/dependabot/secrets/public-key"],
    getOrgSecret: ["GET /orgs/{org}/dependabot/secrets/{secret_name}"],
    getRepoPublicKey: [
      "GET /repos/{owner}/{repo}/dependabot/secrets/public-key"
    ],
    getRepoSecret: [
      "GET /repos/{owner}/{repo}/dependabot/secrets/{secret_name}"
    ],
    listAlertsForEnterprise: [
      "GET /enterprises/{enterprise}/dependabot/alerts"
    ],
    listAlertsForOrg: ["GET /orgs/{org}/dependabot/alerts"],
    listAlertsForRepo: ["GET /repos/{owner}/{repo}/dependabot/alerts"],
    listOrgSecrets: ["GET /orgs/{org}/dependabot/secrets"],
    listRepoSecrets: ["GET /repos/{owner}/{repo}/dependabot/secrets"],
    listSelectedReposForOrgSecret: [
      "GET /orgs/{org}/dependabot/secrets/{secret_name}/repositories"
    ],
    removeSelectedRepoFromOrgSecret: [
      "DELETE /orgs/{org}/dependabot/secrets/{secret_name}/repositories/{repository_id}"
    ],
    repositoryAccessForOrg: [
      "GET /organizations/{org}/dependabot/repository-access"
    ],
    setRepositoryAccessDefaultLevel: [
      "PUT /organizations/{org}/dependabot/repository-access/default-level"
    ],
    setSelectedReposForOrgSecret: [
      "PUT /orgs/{org}/dependabot/secrets/{secret_name}/repositories"
    ],
    updateAlert: [
      "PATCH /repos/{owner}/{repo}/dependabot/alerts/{alert_number}"
    ],
    updateRepositoryAccessForOrg: [
      "PATCH /organizations/{org}/dependabot/repository-access"
    ]
  },
  dependencyGraph: {
    createRepositorySnapshot: [
      "POST /repos/{owner}/{repo}/dependency-graph/snapshots"
    ],
    diffRange: [
      "GET /repos/{owner}/{repo}/dependency-graph/compare/{basehead}"
    ],
    exportSbom: ["GET /repos/{owner}/{repo}/dependency-graph/sbom"]
  },
  emojis: { get: ["GET /emojis"] },
  enterpriseTeamMemberships: {
    add: [
      "PUT /enterprises/{enterprise}/teams/{enterprise-team}/memberships/{username}"
    ],
    bulkAdd: [
      "POST /enterprises/{enterprise}/teams/{enterprise-team}/memberships/add"
    ],
    bulkRemove: [
      "POST /enterprises/{enterprise}/teams/{enterprise-team}/memberships/remove"
    ],
    get: [
      "GET /enterprises/{enterprise}/teams/{enterprise-team}/memberships/{username}"
    ],
    list: ["GET /enterprises/{enterprise}/teams/{enterprise-team}/memberships"],
    remove: [
      "DELETE /enterprises/{enterprise}/teams/{enterprise-team}/memberships/{username}"
    ]
  },
  enterpriseTeamOrganizations: {
    add: [
      "PUT /enterprises/{enterprise}/teams/{enterprise-team}/organizations/{org}"
    ],
    bulkAdd: [
      "POST /enterprises/{enterprise}/teams/{enterprise-team}/organizations/add"
    ],
    bulkRemove: [
      "POST /enterprises/{enterprise}/teams/{enterprise-team}/organizations/remove"
    ],
    delete: [
      "DELETE /enterprises/{enterprise}/teams/{enterprise-team}/organizations/{org}"
    ],
    getAssignment: [
      "GET /enterprises/{enterprise}/teams/{enterprise-team}/organizations/{org}"
    ],
    getAssignments: [
      "GET /enterprises/{enterprise}/teams/{enterprise-team}/organizations"
    ]
  },
  enterpriseTeams: {
    create: ["POST /enterprises/{enterprise}/teams"],
    delete: ["DELETE /enterprises/{enterprise}/teams/{team_slug}"],
    get: ["GET /enterprises/{enterprise}/teams/{team_slug}"],
    list: ["GET /enterprises/{enterprise}/teams"],
    update: ["PATCH /enterprises/{enterprise}/teams/{team_slug}"]
  },
  gists: {
    checkIsStarred: ["GET /gists/{gist_id}/star"],
    create: ["POST /gists"],
    createComment: ["POST /gists/{gist_id}/comments"],
    delete: ["DELETE /gists/{gist_id}"],
    deleteComment: ["DELETE /gists/{gist_id}/comments/{comment_id}"],
    fork: ["POST /gists/{gist_id}/forks"],
    get: ["GET /gists/{gist_id}"],
    getComment: ["GET /gists/{gist_id}/comments/{comment_id}"],
    getRevision: ["GET /gists/{gist_id}/{sha}"],
    list: ["GET /gists"],
    listComments: ["GET /gists/{gist_id}/comments"],
    listCommits: ["GET /gists/{gist_id}/commits"],
    listForUser: ["GET /users/{username}/gists"],
    listForks: ["GET /gists/{gist_id}/forks"],
    listPublic: ["GET /gists/public"],
    listStarred: ["GET /gists/starred"],
    star: ["PUT /gists/{gist_id}/star"],
    unstar: ["DELETE /gists/{gist_id}/star"],
    update: ["PATCH /gists/{gist_id}"],
    updateComment: ["PATCH /gists/{gist_id}/comments/{comment_id}"]
  },
  git: {
    createBlob: ["POST /repos/{owner}/{repo}/git/blobs"],
    createCommit: ["POST /repos/{owner}/{repo}/git/commits"],
    createRef: ["POST /repos/{owner}/{repo}/git/refs"],
    createTag: ["POST /repos/{owner}/{repo}/git/tags"],
    createTree: ["POST /repos/{owner}/{repo}/git/trees"],
    deleteRef: ["DELETE /repos/{owner}/{repo}/git/refs/{ref}"],
    getBlob: ["GET /repos/{owner}/{repo}/git/blobs/{file_sha}"],
    getCommit: ["GET /repos/{owner}/{repo}/git/commits/{commit_sha}"],
    getRef: ["GET /repos/{owner}/{repo}/git/ref/{ref}"],
    getTag: ["GET /repos/{owner}/{repo}/git/tags/{tag_sha}"],
    getTree: ["GET /repos/{owner}/{repo}/git/trees/{tree_sha}"],
    listMatchingRefs: ["GET /repos/{owner}/{repo}/git/matching-refs/{ref}"],
    updateRef: ["PATCH /repos/{owner}/{repo}/git/refs/{ref}"]
  },
  gitignore: {
    getAllTemplates: ["GET /gitignore/templates"],
    getTemplate: ["GET /gitignore/templates/{name}"]
  },
  hostedCompute: {
    createNetworkConfigurationForOrg: [
      "POST /orgs/{org}/settings/network-configurations"
    ],
    deleteNetworkConfigurationFromOrg: [
      "DELETE /orgs/{org}/settings/network-configurations/{network_configuration_id}"
    ],
    getNetworkConfigurationForOrg: [
      "GET /orgs/{org}/settings/network-configurations/{network_configuration_id}"
    ],
    getNetworkSettingsForOrg: [
      "GET /orgs/{org}/settings/network-settings/{network_settings_id}"
    ],
    listNetworkConfigurationsForOrg: [
      "GET /orgs/{org}/settings/network-configurations"
    ],
    updateNetworkConfigurationForOrg: [
      "PATCH /orgs/{org}/settings/network-configurations/{network_configuration_id}"
    ]
  },
  interactions: {
    getRestrictionsForAuthenticatedUser: ["GET /user/interaction-limits"],
    getRestrictionsForOrg: ["GET /orgs/{org}/interaction-limits"],
    getRestrictionsForRepo: ["GET /repos/{owner}/{repo}/interaction-limits"],
    getRestrictionsForYourPublicRepos: [
      "GET /user/interaction-limits",
      {},
      { renamed: ["interactions", "getRestrictionsForAuthenticatedUser"] }
    ],
    removeRestrictionsForAuthenticatedUser: ["DELETE /user/interaction-limits"],
    removeRestrictionsForOrg: ["DELETE /orgs/{org}/interaction-limits"],
    removeRestrictionsForRepo: [
      "DELETE /repos/{owner}/{repo}/interaction-limits"
    ],
    removeRestrictionsForYourPublicRepos: [
      "DELETE /user/interaction-limits",
      {},
      { renamed: ["interactions", "removeRestrictionsForAuthenticatedUser"] }
    ],
    setRestrictionsForAuthenticatedUser: ["PUT /user/interaction-limits"],
    setRestrictionsForOrg: ["PUT /orgs/{org}/interaction-limits"],
    setRestrictionsForRepo: ["PUT /repos/{owner}/{repo}/interaction-limits"],
    setRestrictionsForYourPublicRepos: [
      "PUT /user/interaction-limits",
      {},
      { renamed: ["interactions", "setRestrictionsForAuthenticatedUser"] }
    ]
  },
  issues: {
    addAssignees: [
      "POST /repos/{owner}/{repo}/issues/{issue_number}/assignees"
    ],
    addBlockedByDependency: [
      "POST /repos/{owner}/{repo}/issues/{issue_number}/dependencies/blocked_by"
    ],
    addLabels: ["POST /repos/{owner}/{repo}/issues/{issue_number}/labels"],
    addSubIssue: [
      "POST /repos/{owner}/{repo}/issues/{issue_number}/sub_issues"
    ],
    checkUserCanBeAssigned: ["GET /repos/{owner}/{repo}/assignees/{assignee}"],
    checkUserCanBeAssignedToIssue: [
      "GET /repos/{owner}/{repo}/issues/{issue_number}/assignees/{assignee}"
    ],
    create: ["POST /repos/{owner}/{repo}/issues"],
    createComment: [
      "POST /repos/{owner}/{repo}/issues/{issue_number}/comments"
    ],
    createLabel: ["POST /repos/{owner}/{repo}/labels"],
    createMilestone: ["POST /repos/{owner}/{repo}/milestones"],
    deleteComment: [
      "DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}"
    ],
    deleteLabel: ["DELETE /repos/{owner}/{repo}/labels/{name}"],
    deleteMilestone: [
      "DELETE /repos/{owner}/{repo}/milestones/{milestone_number}"
    ],
    get: ["GET /repos/{owner}/{repo}/issues/{issue_number}"],
    getComment: ["GET /repos/{owner}/{repo}/issues/comments/{comment_id}"],
    getEvent: ["GET /repos/{owner}/{repo}/issues/events/{event_id}"],
    getLabel: ["GET /repos/{owner}/{repo}/labels/{name}"],
    getMilestone: ["GET /repos/{owner}/{repo}/milestones/{milestone_number}"],
    getParent: ["GET /repos/{owner}/{repo}/issues/{issue_number}/parent"],
    list: ["GET /issues"],
    listAssignees: ["GET /repos/{owner}/{repo}/assignees"],
    listComments: ["GET /repos/{owner}/{repo}/issues/{issue_number}/comments"],
    listCommentsForRepo: ["GET /repos/{owner}/{repo}/issues/comments"],
    listDependenciesBlockedBy: [
      "GET /repos/{owner}/{repo}/issues/{issue_number}/dependencies/blocked_by"
    ],
    listDependenciesBlocking: [
      "GET /repos/{owner}/{repo}/issues/{issue_number}/dependencies/blocking"
    ],
    listEvents: ["GET /repos/{owner}/{repo}/issues/{issue_number}/events"],
    listEventsForRepo: ["GET /repos/{owner}/{repo}/issues/events"],
    listEventsForTimeline: [
      "GET /repos/{owner}/{repo}/issues/{issue_number}/timeline"
    ],
    listForAuthenticatedUser: ["GET /user/issues"],
    listForOrg: ["GET /orgs/{org}/issues"],
    listForRepo: ["GET /repos/{owner}/{repo}/issues"],
    listLabelsForMilestone: [
      "GET /repos/{owner}/{repo}/milestones/{milestone_number}/labels"
    ],
    listLabelsForRepo: ["GET /repos/{owner}/{repo}/labels"],
    listLabelsOnIssue: [
      "GET /repos/{owner}/{repo}/issues/{issue_number}/labels"
    ],
    listMilestones: ["GET /repos/{owner}/{repo}/milestones"],
    listSubIssues: [
      "GET /repos/{owner}/{repo}/issues/{issue_number}/sub_issues"
    ],
    lock: ["PUT /repos/{owner}/{repo}/issues/{issue_number}/lock"],
    removeAllLabels: [
      "DELETE /repos/{owner}/{repo}/issues/{issue_number}/labels"
    ],
    removeAssignees: [
      "DELETE /repos/{owner}/{repo}/issues/{issue_number}/assignees"
    ],
    removeDependencyBlockedBy: [
      "DELETE /repos/{owner}/{repo}/issues/{issue_number}/dependencies/blocked_by/{issue_id}"
    ],
    removeLabel: [
      "DELETE /repos/{owner}/{repo}/issues/{issue_number}/labels/{name}"
    ],
    removeSubIssue: [
      "DELETE /repos/{owner}/{repo}/issues/{issue_number}/sub_issue"
    ],
    reprioritizeSubIssue: [
      "PATCH /repos/{owner}/{repo}/issues/{issue_number}/sub_issues/priority"
    ],
    setLabels: ["PUT /repos/{owner}/{repo}/issues/{issue_number}/labels"],
    unlock: ["DELETE /repos/{owner}/{repo}/issues/{issue_number}/lock"],
    update: ["PATCH /repos/{owner}/{repo}/issues/{issue_number}"],
    updateComment: ["PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}"],
    updateLabel: ["PATCH /repos/{owner}/{repo}/labels/{name}"],
    updateMilestone: [
      "PATCH /repos/{owner}/{repo}/milestones/{milestone_number}"
    ]
  },
  licenses: {
    get: ["GET /licenses/{license}"],
    getAllCommonlyUsed: ["GET /licenses"],
    getForRepo: ["GET /repos/{owner}/{repo}/license"]
  },
  markdown: {
    render: ["POST /markdown"],
    renderRaw: [
      "POST /markdown/raw",
      { headers: { "content-type": "text/plain; charset=utf-8" } }
    ]
  },
  meta: {
    get: ["GET /meta"],
    getAllVersions: ["GET /versions"],
    getOctocat: ["GET /octocat"],
    getZen: ["GET /zen"],
    root: ["GET /"]
  },
  migrations: {
    deleteArchiveForAuthenticatedUser: [
      "DELETE /user/migrations/{migration_id}/archive"
    ],
    deleteArchiveForOrg: [
      "DELETE /orgs/{org}/migrations/{migration_id}/archive"
    ],
    downloadArchiveForOrg: [
      "GET /orgs/{org}/migrations/{migration_id}/archive"
    ],
    getArchiveForAuthenticatedUser: [
      "GET /user/migrations/{migration_id}/archive"
    ],
    getStatusForAuthenticatedUser: ["GET /user/migrations/{migration_id}"],
    getStatusForOrg: ["GET /orgs/{org}/migrations/{migration_id}"],
    listForAuthenticatedUser: ["GET /user/migrations"],
    listForOrg: ["GET /orgs/{org}/migrations"],
    listReposForAuthenticatedUser: [
      "GET /user/migrations/{migration_id}/repositories"
    ],
    listReposForOrg: ["GET /orgs/{org}/migrations/{migration_id}/repositories"],
    listReposForUser: [
      "GET /user/migrations/{migration_id}/repositories",
      {},
      { renamed: ["migrations", "listReposForAuthenticatedUser"] }
    ],
    startForAuthenticatedUser: ["POST /user/migrations"],
    startForOrg: ["POST /orgs/{org}/migrations"],
    unlockRepoForAuthenticatedUser: [
      "DELETE /user/migrations/{migration_id}/repos/{repo_name}/lock"
    ],
    unlockRepoForOrg: [
      "DELETE /orgs/{org}/migrations/{migration_id}/repos/{repo_name}/lock"
    ]
  },
  oidc: {
    getOidcCustomSubTemplateForOrg: [
      "GET /orgs/{org}/actions/oidc/customization/sub"
    ],
    updateOidcCustomSubTemplateForOrg: [
      "PUT /orgs/{org}/actions/oidc/customization/sub"
    ]
  },
  orgs: {
    addSecurityManagerTeam: [
      "PUT /orgs/{org}/security-managers/teams/{team_slug}",
      {},
      {
        deprecated: "octokit.rest.orgs.addSecurityManagerTeam() is deprecated, see https://docs.github.com/rest/orgs/security-managers#add-a-security-manager-team"
      }
    ],
    assignTeamToOrgRole: [
      "PUT /orgs/{org}/organization-roles/teams/{team_slug}/{role_id}"
    ],
    assignUserToOrgRole: [
      "PUT /orgs/{org}/organization-roles/users/{username}/{role_id}"
    ],
    blockUser: ["PUT /orgs/{org}/blocks/{username}"],
    cancelInvitation: ["DELETE /orgs/{org}/invitations/{invitation_id}"],
    checkBlockedUser: ["GET /orgs/{org}/blocks/{username}"],
    checkMembershipForUser: ["GET /orgs/{org}/members/{username}"],
    checkPublicMembershipForUser: ["GET /orgs/{org}/public_members/{username}"],
    convertMemberToOutsideCollaborator: [
      "PUT /orgs/{org}/outside_collaborators/{username}"
    ],
    createArtifactStorageRecord: [
      "POST /orgs/{org}/artifacts/metadata/storage-record"
    ],
    createInvitation: ["POST /orgs/{org}/invitations"],
    createIssueType: ["POST /orgs/{org}/issue-types"],
    createWebhook: ["POST /orgs/{org}/hooks"],
    customPropertiesForOrgsCreateOrUpdateOrganizationValues: [
      "PATCH /organizations/{org}/org-properties/values"
    ],
    customPropertiesForOrgsGetOrganizationValues: [
      "GET /organizations/{org}/org-properties/values"
    ],
    customPropertiesForReposCreateOrUpdateOrganizationDefinition: [
      "PUT /orgs/{org}/properties/schema/{custom_property_name}"
    ],
    customPropertiesForReposCreateOrUpdateOrganizationDefinitions: [
      "PATCH /orgs/{org}/properties/schema"
    ],
    customPropertiesForReposCreateOrUpdateOrganizationValues: [
      "PATCH /orgs/{org}/properties/values"
    ],
    customPropertiesForReposDeleteOrganizationDefinition: [
      "DELETE /orgs/{org}/properties/schema/{custom_property_name}"
    ],
    customPropertiesForReposGetOrganizationDefinition: [
      "GET /orgs/{org}/properties/schema/{custom_property_name}"
    ],
    customPropertiesForReposGetOrganizationDefinitions: [
      "GET /orgs/{org}/properties/schema"
    ],
    customPropertiesForReposGetOrganizationValues: [
      "GET /orgs/{org}/properties/values"
    ],
    delete: ["DELETE /orgs/{org}"],
    deleteAttestationsBulk: ["POST /orgs/{org}/attestations/delete-request"],
    deleteAttestationsById: [
      "DELETE /orgs/{org}/attestations/{attestation_id}"
    ],
    deleteAttestationsBySubjectDigest: [
      "DELETE /orgs/{org}/attestations/digest/{subject_digest}"
    ],
    deleteIssueType: ["DELETE /orgs/{org}/issue-types/{issue_type_id}"],
    deleteWebhook: ["DELETE /orgs/{org}/hooks/{hook_id}"],
    disableSelectedRepositoryImmutableReleasesOrganization: [
      "DELETE /orgs/{org}/settings/immutable-releases/repositories/{repository_id}"
    ],
    enableSelectedRepositoryImmutableReleasesOrganization: [
      "PUT /orgs/{org}/settings/immutable-releases/repositories/{repository_id}"
    ],
    get: ["GET /orgs/{org}"],
    getImmutableReleasesSettings: [
      "GET /orgs/{org}/settings/immutable-releases"
    ],
    getImmutableReleasesSettingsRepositories: [
      "GET /orgs/{org}/settings/immutable-releases/repositories"
    ],
    getMembershipForAuthenticatedUser: ["GET /user/memberships/orgs/{org}"],
    getMembershipForUser: ["GET /orgs/{org}/memberships/{username}"],
    getOrgRole: ["GET /orgs/{org}/organization-roles/{role_id}"],
    getOrgRulesetHistory: ["GET /orgs/{org}/rulesets/{ruleset_id}/history"],
    getOrgRulesetVersion: [
      "GET /orgs/{org}/rulesets/{ruleset_id}/history/{version_id}"
    ],
    getWebhook: ["GET /orgs/{org}/hooks/{hook_id}"],
    getWebhookConfigForOrg: ["GET /orgs/{org}/hooks/{hook_id}/config"],
    getWebhookDelivery: [
      "GET /orgs/{org}/hooks/{hook_id}/deliveries/{delivery_id}"
    ],
    list: ["GET /organizations"],
    listAppInstallations: ["GET /orgs/{org}/installations"],
    listArtifactStorageRecords: [
      "GET /orgs/{org}/artifacts/{subject_digest}/metadata/storage-records"
    ],
    listAttestationRepositories: ["GET /orgs/{org}/attestations/repositories"],
    listAttestations: ["GET /orgs/{org}/attestations/{subject_digest}"],
    listAttestationsBulk: [
      "POST /orgs/{org}/attestations/bulk-list{?per_page,before,after}"
    ],
    listBlockedUsers: ["GET /orgs/{org}/blocks"],
    listFailedInvitations: ["GET /orgs/{org}/failed_invitations"],
    listForAuthenticatedUser: ["GET /user/orgs"],
    listForUser: ["GET /users/{username}/orgs"],
    listInvitationTeams: ["GET /orgs/{org}/invitations/{invitation_id}/teams"],
    listIssueTypes: ["GET /orgs/{org}/issue-types"],
    listMembers: ["GET /orgs/{org}/members"],
    listMembershipsForAuthenticatedUser: ["GET /user/memberships/orgs"],
    listOrgRoleTeams: ["GET /orgs/{org}/organization-roles/{role_id}/teams"],
    listOrgRoleUsers: ["GET /orgs/{org}/organization-roles/{role_id}/users"],
    listOrgRoles: ["GET /orgs/{org}/organization-roles"],
    listOrganizationFineGrainedPermissions: [
      "GET /orgs/{org}/organization-fine-grained-permissions"
    ],
    listOutsideCollaborators: ["GET /orgs/{org}/outside_collaborators"],
    listPatGrantRepositories: [
      "GET /orgs/{org}/personal-access-tokens/{pat_id}/repositories"
    ],
    listPatGrantRequestRepositories: [
      "GET /orgs/{org}/personal-access-token-requests/{pat_request_id}/repositories"
    ],
    listPatGrantRequests: ["GET /orgs/{org}/personal-access-token-requests"],
    listPatGrants: ["GET /orgs/{org}/personal-access-tokens"],
    listPendingInvitations: ["GET /orgs/{org}/invitations"],
    listPublicMembers: ["GET /orgs/{org}/public_members"],
    listSecurityManagerTeams: [
      "GET /orgs/{org}/security-managers",
      {},
      {
        deprecated: "octokit.rest.orgs.listSecurityManagerTeams() is deprecated, see https://docs.github.com/rest/orgs/security-managers#list-security-manager-teams"
      }
    ],
    listWebhookDeliveries: ["GET /orgs/{org}/hooks/{hook_id}/deliveries"],
    listWebhooks: ["GET /orgs/{org}/hooks"],
    pingWebhook: ["POST /orgs/{org}/hooks/{hook_id}/pings"],
    redeliverWebhookDelivery: [
      "POST /orgs/{org}/hooks/{hook_id}/deliveries/{delivery_id}/attempts"
    ],
    removeMember: ["DELETE /orgs/{org}/members/{username}"],
    removeMembershipForUser: ["DELETE /orgs/{org}/memberships/{username}"],
    removeOutsideCollaborator: [
      "DELETE /orgs/{org}/outside_collaborators/{username}"
    ],
    removePublicMembershipForAuthenticatedUser: [
      "DELETE /orgs/{org}/public_members/{username}"
    ],
    removeSecurityManagerTeam: [
      "DELETE /orgs/{org}/security-managers/teams/{team_slug}",
      {},
      {
        deprecated: "octokit.rest.orgs.removeSecurityManagerTeam() is deprecated, see https://docs.github.com/rest/orgs/security-managers#remove-a-security-manager-team"
      }
    ],
    reviewPatGrantRequest: [
      "POST /orgs/{org}/personal-access-token-requests/{pat_request_id}"
    ],
    reviewPatGrantRequestsInBulk: [
      "POST /orgs/{org}/personal-access-token-requests"
    ],
    revokeAllOrgRolesTeam: [
      "DELETE /orgs/{org}/organization-roles/teams/{team_slug}"
    ],
    revokeAllOrgRolesUser: [
      "DELETE /orgs/{org}/organization-roles/users/{username}"
    ],
    revokeOrgRoleTeam: [
      "DELETE /orgs/{org}/organization-roles/teams/{team_slug}/{role_id}"
    ],
    revokeOrgRoleUser: [
      "DELETE /orgs/{org}/organization-roles/users/{username}/{role_id}"
    ],
    setImmutableReleasesSettings: [
      "PUT /orgs/{org}/settings/immutable-releases"
    ],
    setImmutableReleasesSettingsRepositories: [
      "PUT /orgs/{org}/settings/immutable-releases/repositories"
    ],
    setMembershipForUser: ["PUT /orgs/{org}/memberships/{username}"],
    setPublicMembershipForAuthenticatedUser: [
      "PUT /orgs/{org}/public_members/{username}"
    ],
    unblockUser: ["DELETE /orgs/{org}/blocks/{username}"],
    update: ["PATCH /orgs/{org}"],
    updateIssueType: ["PUT /orgs/{org}/issue-types/{issue_type_id}"],
    updateMembershipForAuthenticatedUser: [
      "PATCH /user/memberships/orgs/{org}"
    ],
    updatePatAccess: ["POST /orgs/{org}/personal-access-tokens/{pat_id}"],
    updatePatAccesses: ["POST /orgs/{org}/personal-access-tokens"],
    updateWebhook: ["PATCH /orgs/{org}/hooks/{hook_id}"],
    updateWebhookConfigForOrg: ["PATCH /orgs/{org}/hooks/{hook_id}/config"]
  },
  packages: {
    deletePackageForAuthenticatedUser: [
      "DELETE /user/packages/{package_type}/{package_name}"
    ],
    deletePackageForOrg: [
      "DELETE /orgs/{org}/packages/{package_type}/{package_name}"
    ],
    deletePackageForUser: [
      "DELETE /users/{username}/packages/{package_type}/{package_name}"
    ],
    deletePackageVersionForAuthenticatedUser: [
      "DELETE /user/packages/{package_type}/{package_name}/versions/{package_version_id}"
    ],
    deletePackageVersionForOrg: [
      "DELETE /orgs/{org}/packages/{package_type}/{package_name}/versions/{package_version_id}"
    ],
    deletePackageVersionForUser: [
      "DELETE /users/{username}/packages/{package_type}/{package_name}/versions/{package_version_id}"
    ],
    getAllPackageVersionsForAPackageOwnedByAnOrg: [
      "GET /orgs/{org}/packages/{package_type}/{package_name}/versions",
      {},
      { renamed: ["packages", "getAllPackageVersionsForPackageOwnedByOrg"] }
    ],
    getAllPackageVersionsForAPackageOwnedByTheAuthenticatedUser: [
      "GET /user/packages/{package_type}/{package_name}/versions",
      {},
      {
        renamed: [
          "packages",
          "getAllPackageVersionsForPackageOwnedByAuthenticatedUser"
        ]
      }
    ],
    getAllPackageVersionsForPackageOwnedByAuthenticatedUser: [
      "GET /user/packages/{package_type}/{package_name}/versions"
    ],
    getAllPackageVersionsForPackageOwnedByOrg: [
      "GET /orgs/{org}/packages/{package_type}/{package_name}/versions"
    ],
    getAllPackageVersionsForPackageOwnedByUser: [
      "GET /users/{username}/packages/{package_type}/{package_name}/versions"
    ],
    getPackageForAuthenticatedUser: [
      "GET /user/packages/{package_type}/{package_name}"
    ],
    getPackageForOrganization: [
      "GET /orgs/{org}/packages/{package_type}/{package_name}"
    ],
    getPackageForUser: [
      "GET /users/{username}/packages/{package_type}/{package_name}"
    ],
    getPackageVersionForAuthenticatedUser: [
      "GET /user/packages/{package_type}/{package_name}/versions/{package_version_id}"
    ],
    getPackageVersionForOrganization: [
      "GET /orgs/{org}/packages/{package_type}/{package_name}/versions/{package_version_id}"
    ],
    getPackageVersionForUser: [
      "GET /users/{username}/packages/{package_type}/{package_name}/versions/{package_version_id}"
    ],
    listDockerMigrationConflictingPackagesForAuthenticatedUser: [
      "GET /user/docker/conflicts"
    ],
    listDockerMigrationConflictingPackagesForOrganization: [
      "GET /orgs/{org}/docker/conflicts"
    ],
    listDockerMigrationConflictingPackagesForUser: [
      "GET /users/{username}/docker/conflicts"
    ],
    listPackagesForAuthenticatedUser: ["GET /user/packages"],
    listPackagesForOrganization: ["GET /orgs/{org}/packages"],
    listPackagesForUser: ["GET /users/{username}/packages"],
    restorePackageForAuthenticatedUser: [
      "POST /user/packages/{package_type}/{package_name}/restore{?token}"
    ],
    restorePackageForOrg: [
      "POST /orgs/{org}/packages/{package_type}/{package_name}/restore{?token}"
    ],
    restorePackageForUser: [
      "POST /users/{username}/packages/{package_type}/{package_name}/restore{?token}"
    ],
    restorePackageVersionForAuthenticatedUser: [
      "POST /user/packages/{package_type}/{package_name}/versions/{package_version_id}/restore"
    ],
    restorePackageVersionForOrg: [
      "POST /orgs/{org}/packages/{package_type}/{package_name}/versions/{package_version_id}/restore"
    ],
    restorePackageVersionForUser: [
      "POST /users/{username}/packages/{package_type}/{package_name}/versions/{package_version_id}/restore"
    ]
  },
  privateRegistries: {
    createOrgPrivateRegistry: ["POST /orgs/{org}/private-registries"],
    deleteOrgPrivateRegistry: [
      "DELETE /orgs/{org}/private-registries/{secret_name}"
    ],
    getOrgPrivateRegistry: ["GET /orgs/{org}/private-registries/{secret_name}"],
    getOrgPublicKey: ["GET /orgs/{org}/private-registries/public-key"],
    listOrgPrivateRegistries: ["GET /orgs/{org}/private-registries"],
    updateOrgPrivateRegistry: [
      "PATCH /orgs/{org}/private-registries/{secret_name}"
    ]
  },
  projects: {
    addItemForOrg: ["POST /orgs/{org}/projectsV2/{project_number}/items"],
    addItemForUser: [
      "POST /users/{username}/projectsV2/{project_number}/items"
    ],
    deleteItemForOrg: [
      "DELETE /orgs/{org}/projectsV2/{project_number}/items/{item_id}"
    ],
    deleteItemForUser: [
      "DELETE /users/{username}/projectsV2/{project_number}/items/{item_id}"
    ],
    getFieldForOrg: [
      "GET /orgs/{org}/projectsV2/{project_number}/fields/{field_id}"
    ],
    getFieldForUser: [
      "GET /users/{username}/projectsV2/{project_number}/fields/{field_id}"
    ],
    getForOrg: ["GET /orgs/{org}/projectsV2/{project_number}"],
    getForUser: ["GET /users/{username}/projectsV2/{project_number}"],
    getOrgItem: ["GET /orgs/{org}/projectsV2/{project_number}/items/{item_id}"],
    getUserItem: [
      "GET /users/{username}/projectsV2/{project_number}/items/{item_id}"
    ],
    listFieldsForOrg: ["GET /orgs/{org}/projectsV2/{project_number}/fields"],
    listFieldsForUser: [
      "GET /users/{username}/projectsV2/{project_number}/fields"
    ],
    listForOrg: ["GET /orgs/{org}/projectsV2"],
    listForUser: ["GET /users/{username}/projectsV2"],
    listItemsForOrg: ["GET /orgs/{org}/projectsV2/{project_number}/items"],
    listItemsForUser: [
      "GET /users/{username}/projectsV2/{project_number}/items"
    ],
    updateItemForOrg: [
      "PATCH /orgs/{org}/projectsV2/{project_number}/items/{item_id}"
    ],
    updateItemForUser: [
      "PATCH /users/{username}/projectsV2/{project_number}/items/{item_id}"
    ]
  },
  pulls: {
    checkIfMerged: ["GET /repos/{owner}/{repo}/pulls/{pull_number}/merge"],
    create: ["POST /repos/{owner}/{repo}/pulls"],
    createReplyForReviewComment: [
      "POST /repos/{owner}/{repo}/pulls/{pull_number}/comments/{comment_id}/replies"
    ],
    createReview: ["POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews"],
    createReviewComment: [
      "POST /repos/{owner}/{repo}/pulls/{pull_number}/comments"
    ],
    deletePendingReview: [
      "DELETE /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}"
    ],
    deleteReviewComment: [
      "DELETE /repos/{owner}/{repo}/pulls/comments/{comment_id}"
    ],
    dismissReview: [
      "PUT /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}/dismissals"
    ],
    get: ["GET /repos/{owner}/{repo}/pulls/{pull_number}"],
    getReview: [
      "GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}"
    ],
    getReviewComment: ["GET /repos/{owner}/{repo}/pulls/comments/{comment_id}"],
    list: ["GET /repos/{owner}/{repo}/pulls"],
    listCommentsForReview: [
      "GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}/comments"
    ],
    listCommits: ["GET /repos/{owner}/{repo}/pulls/{pull_number}/commits"],
    listFiles: ["GET /repos/{owner}/{repo}/pulls/{pull_number}/files"],
    listRequestedReviewers: [
      "GET /repos/{owner}/{repo}/pulls/{pull_number}/requested_reviewers"
    ],
    listReviewComments: [
      "GET /repos/{owner}/{repo}/pulls/{pull_number}/comments"
    ],
    listReviewCommentsForRepo: ["GET /repos/{owner}/{repo}/pulls/comments"],
    listReviews: ["GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews"],
    merge: ["PUT /repos/{owner}/{repo}/pulls/{pull_number}/merge"],
    removeRequestedReviewers: [
      "DELETE /repos/{owner}/{repo}/pulls/{pull_number}/requested_reviewers"
    ],
    requestReviewers: [
      "POST /repos/{owner}/{repo}/pulls/{pull_number}/requested_reviewers"
    ],
    submitReview: [
      "POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}/events"
    ],
    update: ["PATCH /repos/{owner}/{repo}/pulls/{pull_number}"],
    updateBranch: [
      "PUT /repos/{owner}/{repo}/pulls/{pull_number}/update-branch"
    ],
    updateReview: [
      "PUT /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}"
    ],
    updateReviewComment: [
      "PATCH /repos/{owner}/{repo}/pulls/comments/{comment_id}"
    ]
  },
  rateLimit: { get: ["GET /rate_limit"] },
  reactions: {
    createForCommitComment: [
      "POST /repos/{owner}/{repo}/comments/{comment_id}/reactions"
    ],
    createForIssue: [
      "POST /repos/{owner}/{repo}/issues/{issue_number}/reactions"
    ],
    createForIssueComment: [
      "POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions"
    ],
    createForPullRequestReviewComment: [
      "POST /repos/{owner}/{repo}/pulls/comments/{comment_id}/reactions"
    ],
    createForRelease: [
      "POST /repos/{owner}/{repo}/releases/{release_id}/reactions"
    ],
    createForTeamDiscussionCommentInOrg: [
      "POST /orgs/{org}/teams/{team_slug}/discussions/{discussion_number}/comments/{comment_number}/reactions"
    ],
    createForTeamDiscussionInOrg: [
      "POST /orgs/{org}/teams/{team_slug}/discussions/{discussion_number}/reactions"
    ],
    deleteForCommitComment: [
      "DELETE /repos/{owner}/{repo}/comments/{comment_id}/reactions/{reaction_id}"
    ],
    deleteForIssue: [
      "DELETE /repos/{owner}/{repo}/issues/{issue_number}/reactions/{reaction_id}"
    ],
    deleteForIssueComment: [
      "DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions/{reaction_id}"
    ],
    deleteForPullRequestComment: [
      "DELETE /repos/{owner}/{repo}/pulls/comments/{comment_id}/reactions/{reaction_id}"
    ],
    deleteForRelease: [
      "DELETE /repos/{owner}/{repo}/releases/{release_id}/reactions/{reaction_id}"
    ],
    deleteForTeamDiscussion: [
      "DELETE /orgs/{org}/teams/{team_slug}/discussions/{discussion_number}/reactions/{reaction_id}"
    ],
    deleteForTeamDiscussionComment: [
      "DELETE /orgs/{org}/teams/{team_slug}/discussions/{discussion_number}/comments/{comment_number}/reactions/{reaction_id}"
    ],
    listForCommitComment: [
      "GET /repos/{owner}/{repo}/comments/{comment_id}/reactions"
    ],
    listForIssue: ["GET /repos/{owner}/{repo}/issues/{issue_number}/reactions"],
    listForIssueComment: [
      "GET /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions"
    ],
    listForPullRequestReviewComment: [
      "GET /repos/{owner}/{repo}/pulls/comments/{comment_id}/reactions"
    ],
    listForRelease: [
      "GET /repos/{owner}/{repo}/releases/{release_id}/reactions"
    ],
    listForTeamDiscussionCommentInOrg: [
      "GET /orgs/{org}/teams/{team_slug}/discussions/{discussion_number}/comments/{comment_number}/reactions"
    ],
    listForTeamDiscussionInOrg: [
      "GET /orgs/{org}/teams/{team_slug}/discussions/{discussion_number}/reactions"
    ]
  },
  repos: {
    acceptInvitation: [
      "PATCH /user/repository_invitations/{invitation_id}",
      {},
      { renamed: ["repos", "acceptInvitationForAuthenticatedUser"] }
    ],
    acceptInvitationForAuthenticatedUser: [
      "PATCH /user/repository_invitations/{invitation_id}"
    ],
    addAppAccessRestrictions: [
      "POST /repos/{owner}/{repo}/branches/{branch}/protection/restrictions/apps",
      {},
      { mapToData: "apps" }
    ],
    addCollaborator: ["PUT /repos/{owner}/{repo}/collaborators/{username}"],
    addStatusCheckContexts: [
      "POST /repos/{owner}/{repo}/branches/{branch}/protection/required_status_checks/contexts",
      {},
      { mapToData: "contexts" }
    ],
    addTeamAccessRestrictions: [
      "POST /repos/{owner}/{repo}/branches/{branch}/protection/restrictions/teams",
      {},
      { mapToData: "teams" }
    ],
    addUserAccessRestrictions: [
      "POST /repos/{owner}/{repo}/branches/{branch}/protection/restrictions/users",
      {},
      { mapToData: "users" }
    ],
    cancelPagesDeployment: [
      "POST /repos/{owner}/{repo}/pages/deployments/{pages_deployment_id}/cancel"
    ],
    checkAutomatedSecurityFixes: [
      "GET /repos/{owner}/{repo}/automated-security-fixes"
    ],
    checkCollaborator: ["GET /repos/{owner}/{repo}/collaborators/{username}"],
    checkImmutableReleases: ["GET /repos/{owner}/{repo}/immutable-releases"],
    checkPrivateVulnerabilityReporting: [
      "GET /repos/{owner}/{repo}/private-vulnerability-reporting"
    ],
    checkVulnerabilityAlerts: [
      "GET /repos/{owner}/{repo}/vulnerability-alerts"
    ],
    codeownersErrors: ["GET /repos/{owner}/{repo}/codeowners/errors"],
    compareCommits: ["GET /repos/{owner}/{repo}/compare/{base}...{head}"],
    compareCommitsWithBasehead: [
      "GET /repos/{owner}/{repo}/compare/{basehead}"
    ],
    createAttestation: ["POST /repos/{owner}/{repo}/attestations"],
    createAutolink: ["POST /repos/{owner}/{repo}/autolinks"],
    createCommitComment: [
      "POST /repos/{owner}/{repo}/commits/{commit_sha}/comments"
    ],
    createCommitSignatureProtection: [
      "POST /repos/{owner}/{repo}/branches/{branch}/protection/required_signatures"
    ],
    createCommitStatus: ["POST /repos/{owner}/{repo}/statuses/{sha}"],
    createDeployKey: ["POST /repos/{owner}/{repo}/keys"],
    createDeployment: ["POST /repos/{owner}/{repo}/deployments"],
    createDeploymentBranchPolicy: [
      "POST /repos/{owner}/{repo}/environments/{environment_name}/deployment-branch-policies"
    ],
    createDeploymentProtectionRule: [
      "POST /repos/{owner}/{repo}/environments/{environment_name}/deployment_protection_rules"
    ],
    createDeploymentStatus: [
      "POST /repos/{owner}/{repo}/deployments/{deployment_id}/statuses"
    ],
    createDispatchEvent: ["POST /repos/{owner}/{repo}/dispatches"],
    createForAuthenticatedUser: ["POST /user/repos"],
    createFork: ["POST /repos/{owner}/{repo}/forks"],
    createInOrg: ["POST /orgs/{org}/repos"],
    createOrUpdateEnvironment: [
      "PUT /repos/{owner}/{repo}/environments/{environment_name}"
    ],
    createOrUpdateFileContents: ["PUT /repos/{owner}/{repo}/contents/{path}"],
    createOrgRuleset: ["POST /orgs/{org}/rulesets"],
    createPagesDeployment: ["POST /repos/{owner}/{repo}/pages/deployments"],
    createPagesSite: ["POST /repos/{owner}/{repo}/pages"],
    createRelease: ["POST /repos/{owner}/{repo}/releases"],
    createRepoRuleset: ["POST /repos/{owner}/{repo}/rulesets"],
    createUsingTemplate: [
      "POST /repos/{template_owner}/{template_repo}/generate"
    ],
    createWebhook: ["POST /repos/{owner}/{repo}/hooks"],
    customPropertiesForReposCreateOrUpdateRepositoryValues: [
      "PATCH /repos/{owner}/{repo}/properties/values"
    ],
    customPropertiesForReposGetRepositoryValues: [
      "GET /repos/{owner}/{repo}/properties/values"
    ],
    declineInvitation: [
      "DELETE /user/repository_invitations/{invitation_id}",
      {},
      { renamed: ["repos", "declineInvitationForAuthenticatedUser"] }
    ],
    declineInvitationForAuthenticatedUser: [
      "DELETE /user/repository_invitations/{invitation_id}"
    ],
    delete: ["DELETE /repos/{owner}/{repo}"],
    deleteAccessRestrictions: [
      "DELETE /repos/{owner}/{repo}/branches/{branch}/protection/restrictions"
    ],
    deleteAdminBranchProtection: [
      "DELETE /repos/{owner}/{repo}/branches/{branch}/protection/enforce_admins"
    ],
    deleteAnEnvironment: [
      "DELETE /repos/{owner}/{repo}/environments/{environment_name}"
    ],
    deleteAutolink: ["DELETE /repos/{owner}/{repo}/autolinks/{autolink_id}"],
    deleteBranchProtection: [
      "DELETE /repos/{owner}/{repo}/branches/{branch}/protection"
    ],
    deleteCommitComment: ["DELETE /repos/{owner}/{repo}/comments/{comment_id}"],
    deleteCommitSignatureProtection: [
      "DELETE /repos/{owner}/{repo}/branches/{branch}/protection/required_signatures"
    ],
    deleteDeployKey: ["DELETE /repos/{owner}/{repo}/keys/{key_id}"],
    deleteDeployment: [
      "DELETE /repos/{owner}/{repo}/deployments/{deployment_id}"
    ],
    deleteDeploymentBranchPolicy: [
      "DELETE /repos/{owner}/{repo}/environments/{environment_name}/deployment-branch-policies/{branch_policy_id}"
    ],
    deleteFile: ["DELETE /repos/{owner}/{repo}/contents/{path}"],
    deleteInvitation: [
      "DELETE /repos/{owner}/{repo}/invitations/{invitation_id}"
    ],
    deleteOrgRuleset: ["DELETE /orgs/{org}/rulesets/{ruleset_id}"],
    deletePagesSite: ["DELETE /repos/{owner}/{repo}/pages"],
    deletePullRequestReviewProtection: [
      "DELETE /repos/{owner}/{repo}/branches/{branch}/protection/required_pull_request_reviews"
    ],
    deleteRelease: ["DELETE /repos/{owner}/{repo}/releases/{release_id}"],
    deleteReleaseAsset: [
      "DELETE /repos/{owner}/{repo}/releases/assets/{asset_id}"
    ],
    deleteRepoRuleset: ["DELETE /repos/{owner}/{repo}/rulesets/{ruleset_id}"],
    deleteWebhook: ["DELETE /repos/{owner}/{repo}/hooks/{hook_id}"],
    disableAutomatedSecurityFixes: [
      "DELETE /repos/{owner}/{repo}/automated-security-fixes"
    ],
    disableDeploymentProtectionRule: [
      "DELETE /repos/{owner}/{repo}/environments/{environment_name}/deployment_protection_rules/{protection_rule_id}"
    ],
    disableImmutableReleases: [
      "DELETE /repos/{owner}/{repo}/immutable-releases"
    ],
    disablePrivateVulnerabilityReporting: [
      "DELETE /repos/{owner}/{repo}/private-vulnerability-reporting"
    ],
    disableVulnerabilityAlerts: [
      "DELETE /repos/{owner}/{repo}/vulnerability-alerts"
    ],
    downloadArchive: [
      "GET /repos/{owner}/{repo}/zipball/{ref}",
      {},
      { renamed: ["repos", "downloadZipballArchive"] }
    ],
    downloadTarballArchive: ["GET /repos/{owner}/{repo}/tarball/{ref}"],
    downloadZipballArchive: ["GET /repos/{owner}/{repo}/zipball/{ref}"],
    enableAutomatedSecurityFixes: [
      "PUT /repos/{owner}/{repo}/automated-security-fixes"
    ],
    enableImmutableReleases: ["PUT /repos/{owner}/{repo}/immutable-releases"],
    enablePrivateVulnerabilityReporting: [
      "PUT /repos/{owner}/{repo}/private-vulnerability-reporting"
    ],
    enableVulnerabilityAlerts: [
      "PUT /repos/{owner}/{repo}/vulnerability-alerts"
    ],
    generateReleaseNotes: [
      "POST /repos/{owner}/{repo}/releases/generate-notes"
    ],
    get: ["GET /repos/{owner}/{repo}"],
    getAccessRestrictions: [
      "GET /repos/{owner}/{repo}/branches/{branch}/protection/restrictions"
    ],
    getAdminBranchProtection: [
      "GET /repos/{owner}/{repo}/branches/{branch}/protection/enforce_admins"
    ],
    getAllDeploymentProtectionRules: [
      "GET /repos/{owner}/{repo}/environments/{environment_name}/deployment_protection_rules"
    ],
    getAllEnvironments: ["GET /repos/{owner}/{repo}/environments"],
    getAllStatusCheckContexts: [
      "GET /repos/{owner}/{repo}/branches/{branch}/protection/required_status_checks/contexts"
    ],
    getAllTopics: ["GET /repos/{owner}/{repo}/topics"],
    getAppsWithAccessToProtectedBranch: [
      "GET /repos/{owner}/{repo}/branches/{branch}/protection/restrictions/apps"
    ],
    getAutolink: ["GET /repos/{owner}/{repo}/autolinks/{autolink_id}"],
    getBranch: ["GET /repos/{owner}/{repo}/branches/{branch}"],
    getBranchProtection: [
      "GET /repos/{owner}/{repo}/branches/{branch}/protection"
    ],
    getBranchRules: ["GET /repos/{owner}/{repo}/rules/branches/{branch}"],
    getClones: ["GET /repos/{owner}/{repo}/traffic/clones"],
    getCodeFrequencyStats: ["GET /repos/{owner}/{repo}/stats/code_frequency"],
    getCollaboratorPermissionLevel: [
      "GET /repos/{owner}/{repo}/collaborators/{username}/permission"
    ],
    getCombinedStatusForRef: ["GET /repos/{owner}/{repo}/commits/{ref}/status"],
    getCommit: ["GET /repos/{owner}/{repo}/commits/{ref}"],
    getCommitActivityStats: ["GET /repos/{owner}/{repo}/stats/commit_activity"],
    getCommitComment: ["GET /repos/{owner}/{repo}/comments/{comment_id}"],
    getCommitSignatureProtection: [
      "GET /repos/{owner}/{repo}/branches/{branch}/protection/required_signatures"
    ],
    getCommunityProfileMetrics: ["GET /repos/{owner}/{repo}/community/profile"],
    getContent: ["GET /repos/{owner}/{repo}/contents/{path}"],
    getContributorsStats: ["GET /repos/{owner}/{repo}/stats/contributors"],
    getCustomDeploymentProtectionRule: [
      "GET /repos/{owner}/{repo}/environments/{environment_name}/deployment_protection_rules/{protection_rule_id}"
    ],
    getDeployKey: ["GET /repos/{owner}/{repo}/keys/{key_id}"],
    getDeployment: ["GET /repos/{owner}/{repo}/deployments/{deployment_id}"],
    getDeploymentBranchPolicy: [
      "GET /repos/{owner}/{repo}/environments/{environment_name}/deployment-branch-policies/{branch_policy_id}"
    ],
    getDeploymentStatus: [
      "GET /repos/{owner}/{repo}/deployments/{deployment_id}/statuses/{status_id}"
    ],
    getEnvironment: [
      "GET /repos/{owner}/{repo}/environments/{environment_name}"
    ],
    getLatestPagesBuild: ["GET /repos/{owner}/{repo}/pages/builds/latest"],
    getLatestRelease: ["GET /repos/{owner}/{repo}/releases/latest"],
    getOrgRuleSuite: ["GET /orgs/{org}/rulesets/rule-suites/{rule_suite_id}"],
    getOrgRuleSuites: ["GET /orgs/{org}/rulesets/rule-suites"],
    getOrgRuleset: ["GET /orgs/{org}/rulesets/{ruleset_id}"],
    getOrgRulesets: ["GET /orgs/{org}/rulesets"],
    getPages: ["GET /repos/{owner}/{repo}/pages"],
    getPagesBuild: ["GET /repos/{owner}/{repo}/pages/builds/{build_id}"],
    getPagesDeployment: [
      "GET /repos/{owner}/{repo}/pages/deployments/{pages_deployment_id}"
    ],
    getPagesHealthCheck: ["GET /repos/{owner}/{repo}/pages/health"],
    getParticipationStats: ["GET /repos/{owner}/{repo}/stats/participation"],
    getPullRequestReviewProtection: [
      "GET /repos/{owner}/{repo}/branches/{branch}/protection/required_pull_request_reviews"
    ],
    getPunchCardStats: ["GET /repos/{owner}/{repo}/stats/punch_card"],
    getReadme: ["GET /repos/{owner}/{repo}/readme"],
    getReadmeInDirectory: ["GET /repos/{owner}/{repo}/readme/{dir}"],
    getRelease: ["GET /repos/{owner}/{repo}/releases/{release_id}"],
    getReleaseAsset: ["GET /repos/{owner}/{repo}/releases/assets/{asset_id}"],
    getReleaseByTag: ["GET /repos/{owner}/{repo}/releases/tags/{tag}"],
    getRepoRuleSuite: [
      "GET /repos/{owner}/{repo}/rulesets/rule-suites/{rule_suite_id}"
    ],
    getRepoRuleSuites: ["GET /repos/{owner}/{repo}/rulesets/rule-suites"],
    getRepoRuleset: ["GET /repos/{owner}/{repo}/rulesets/{ruleset_id}"],
    getRepoRulesetHistory: [
      "GET /repos/{owner}/{repo}/rulesets/{ruleset_id}/history"
    ],
    getRepoRulesetVersion: [
      "GET /repos/{owner}/{repo}/rulesets/{ruleset_id}/history/{version_id}"
    ],
    getRepoRulesets: ["GET /repos/{owner}/{repo}/rulesets"],
    getStatusChecksProtection: [
      "GET /repos/{owner}/{repo}/branches/{branch}/protection/required_status_checks"
    ],
    getTeamsWithAccessToProtectedBranch: [
      "GET /repos/{owner}/{repo}/branches/{branch}/protection/restrictions/teams"
    ],
    getTopPaths: ["GET /repos/{owner}/{repo}/traffic/popular/paths"],
    getTopReferrers: ["GET /repos/{owner}/{repo}/traffic/popular/referrers"],
    getUsersWithAccessToProtectedBranch: [
      "GET /repos/{owner}/{repo}/branches/{branch}/protection/restrictions/users"
    ],
    getViews: ["GET /repos/{owner}/{repo}/traffic/views"],
    getWebhook: ["GET /repos/{owner}/{repo}/hooks/{hook_id}"],
    getWebhookConfigForRepo: [
      "GET /repos/{owner}/{repo}/hooks/{hook_id}/config"
    ],
    getWebhookDelivery: [
      "GET /repos/{owner}/{repo}/hooks/{hook_id}/deliveries/{delivery_id}"
    ],
    listActivities: ["GET /repos/{owner}/{repo}/activity"],
    listAttestations: [
      "GET /repos/{owner}/{repo}/attestations/{subject_digest}"
    ],
    listAutolinks: ["GET /repos/{owner}/{repo}/autolinks"],
    listBranches: ["GET /repos/{owner}/{repo}/branches"],
    listBranchesForHeadCommit: [
      "GET /repos/{owner}/{repo}/commits/{commit_sha}/branches-where-head"
    ],
    listCollaborators: ["GET /repos/{owner}/{repo}/collaborators"],
    listCommentsForCommit: [
      "GET /repos/{owner}/{repo}/commits/{commit_sha}/comments"
    ],
    listCommitCommentsForRepo: ["GET /repos/{owner}/{repo}/comments"],
    listCommitStatusesForRef: [
      "GET /repos/{owner}/{repo}/commits/{ref}/statuses"
    ],
    listCommits: ["GET /repos/{owner}/{repo}/commits"],
    listContributors: ["GET /repos/{owner}/{repo}/contributors"],
    listCustomDeploymentRuleIntegrations: [
      "GET /repos/{owner}/{repo}/environments/{environment_name}/deployment_protection_rules/apps"
    ],
    listDeployKeys: ["GET /repos/{owner}/{repo}/keys"],
    listDeploymentBranchPolicies: [
      "GET /repos/{owner}/{repo}/environments/{environment_name}/deployment-branch-policies"
    ],
    listDeploymentStatuses: [
      "GET /repos/{owner}/{repo}/deployments/{deployment_id}/statuses"
    ],
    listDeployments: ["GET /repos/{owner}/{repo}/deployments"],
    listForAuthenticatedUser: ["GET /user/repos"],
    listForOrg: ["GET /orgs/{org}/repos"],
    listForUser: ["GET /users/{username}/repos"],
    listForks: ["GET /repos/{owner}/{repo}/forks"],
    listInvitations: ["GET /repos/{owner}/{repo}/invitations"],
    listInvitationsForAuthenticatedUser: ["GET /user/repository_invitations"],
    listLanguages: ["GET /repos/{owner}/{repo}/languages"],
    listPagesBuilds: ["GET /repos/{owner}/{repo}/pages/builds"],
    listPublic: ["GET /repositories"],
    listPullRequestsAssociatedWithCommit: [
      "GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls"
    ],
    listReleaseAssets: [
      "GET /repos/{owner}/{repo}/releases/{release_id}/assets"
    ],
    listReleases: ["GET /repos/{owner}/{repo}/releases"],
    listTags: ["GET /repos/{owner}/{repo}/tags"],
    listTeams: ["GET /repos/{owner}/{repo}/teams"],
    listWebhookDeliveries: [
      "GET /repos/{owner}/{repo}/hooks/{hook_id}/deliveries"
    ],
    listWebhooks: ["GET /repos/{owner}/{repo}/hooks"],
    merge: ["POST /repos/{owner}/{repo}/merges"],
    mergeUpstream: ["POST /repos/{owner}/{repo}/merge-upstream"],
    pingWebhook: ["POST /repos/{owner}/{repo}/hooks/{hook_id}/pings"],
    redeliverWebhookDelivery: [
      "POST /repos/{owner}/{repo}/hooks/{hook_id}/deliveries/{delivery_id}/attempts"
    ],
    removeAppAccessRestrictions: [
      "DELETE /repos/{owner}/{repo}/branches/{branch}/protection/restrictions/apps",
      {},
      { mapToData: "apps" }
    ],
    removeCollaborator: [
      "DELETE /repos/{owner}/{repo}/collaborators/{username}"
    ],
    removeStatusCheckContexts: [
      "DELETE /repos/{owner}/{repo}/branches/{branch}/protection/required_status_checks/contexts",
      {},
      { mapToData: "contexts" }
    ],
    removeStatusCheckProtection: [
      "DELETE /repos/{owner}/{repo}/branches/{branch}/protection/required_status_checks"
    ],
    removeTeamAccessRestrictions: [
      "DELETE /repos/{owner}/{repo}/branches/{branch}/protection/restrictions/teams",
      {},
      { mapToData: "teams" }
    ],
    removeUserAccessRestrictions: [
      "DELETE /repos/{owner}/{repo}/branches/{branch}/protection/restrictions/users",
      {},
      { mapToData: "users" }
    ],
    renameBranch: ["POST /repos/{owner}/{repo}/branches/{branch}/rename"],
    replaceAllTopics: ["PUT /repos/{owner}/{repo}/topics"],
    requestPagesBuild: ["POST /repos/{owner}/{repo}/pages/builds"],
    setAdminBranchProtection: [
      "POST /repos/{owner}/{repo}/branches/{branch}/protection/enforce_admins"
    ],
    setAppAccessRestrictions: [
      "PUT /repos/{owner}/{repo}/branches/{branch}/protection/restrictions/apps",
      {},
      { mapToData: "apps" }
    ],
    setStatusCheckContexts: [
      "PUT /repos/{owner}/{repo}/branches/{branch}/protection/required_status_checks/contexts",
      {},
      { mapToData: "contexts" }
    ],
    setTeamAccessRestrictions: [
      "PUT /repos/{owner}/{repo}/branches/{branch}/protection/restrictions/teams",
      {},
      { mapToData: "teams" }
    ],
    setUserAccessRestrictions: [
      "PUT /repos/{owner}/{repo}/branches/{branch}/protection/restrictions/users",
      {},
      { mapToData: "users" }
    ],
    testPushWebhook: ["POST /repos/{owner}/{repo}/hooks/{hook_id}/tests"],
    transfer: ["POST /repos/{owner}/{repo}/transfer"],
    update: ["PATCH /repos/{owner}/{repo}"],
    updateBranchProtection: [
      "PUT /repos/{owner}/{repo}/branches/{branch}/protection"
    ],
    updateCommitComment: ["PATCH /repos/{owner}/{repo}/comments/{comment_id}"],
    updateDeploymentBranchPolicy: [
      "PUT /repos/{owner}/{repo}/environments/{environment_name}/deployment-branch-policies/{branch_policy_id}"
    ],
    updateInformationAboutPagesSite: ["PUT /repos/{owner}/{repo}/pages"],
    updateInvitation: [
      "PATCH /repos/{owner}/{repo}/invitations/{invitation_id}"
    ],
    updateOrgRuleset: ["PUT /orgs/{org}/rulesets/{ruleset_id}"],
    updatePullRequestReviewProtection: [
      "PATCH /repos/{owner}/{repo}/branches/{branch}/protection/required_pull_request_reviews"
    ],
    updateRelease: ["PATCH /repos/{owner}/{repo}/releases/{release_id}"],
    updateReleaseAsset: [
      "PATCH /repos/{owner}/{repo}/releases/assets/{asset_id}"
    ],
    updateRepoRuleset: ["PUT /repos/{owner}/{repo}/rulesets/{ruleset_id}"],
    updateStatusCheckPotection: [
      "PATCH /repos/{owner}/{repo}/branches/{branch}/protection/required_status_checks",
      {},
      { renamed: ["repos", "updateStatusCheckProtection"] }
    ],
    updateStatusCheckProtection: [
      "PATCH /repos/{owner}/{repo}/branches/{branch}/protection/required_status_checks"
    ],
    updateWebhook: ["PATCH /repos/{owner}/{repo}/hooks/{hook_id}"],
    updateWebhookConfigForRepo: [
      "PATCH /repos/{owner}/{repo}/hooks/{hook_id}/config"
    ],
    uploadReleaseAsset: [
      "POST /repos/{owner}/{repo}/releases/{release_id}/assets{?name,label}",
      { baseUrl: "https://uploads.github.com" }
    ]
  },
  search: {
    code: ["GET /search/code"],
    commits: ["GET /search/commits"],
    issuesAndPullRequests: ["GET /search/issues"],
    labels: ["GET /search/labels"],
    repos: ["GET /search/repositories"],
    topics: ["GET /search/topics"],
    users: ["GET /search/users"]
  },
  secretScanning: {
    createPushProtectionBypass: [
      "POST /repos/{owner}/{repo}/secret-scanning/push-protection-bypasses"
    ],
    getAlert: [
      "GET /repos/{owner}/{repo}/secret-scanning/alerts/{alert_number}"
    ],
    getScanHistory: ["GET /repos/{owner}/{repo}/secret-scanning/scan-history"],
    listAlertsForOrg: ["GET /orgs/{org}/secret-scanning/alerts"],
    listAlertsForRepo: ["GET /repos/{owner}/{repo}/secret-scanning/alerts"],
    listLocationsForAlert: [
      "GET /repos/{owner}/{repo}/secret-scanning/alerts/{alert_number}/locations"
    ],
    listOrgPatternConfigs: [
      "GET /orgs/{org}/secret-scanning/pattern-configurations"
    ],
    updateAlert: [
      "PATCH /repos/{owner}/{repo}/secret-scanning/alerts/{alert_number}"
    ],
    updateOrgPatternConfigs: [
      "PATCH /orgs/{org}/secret-scanning/pattern-configurations"
    ]
  },
  securityAdvisories: {
    createFork: [
      "POST /repos/{owner}/{repo}/security-advisories/{ghsa_id}/forks"
    ],
    createPrivateVulnerabilityReport: [
      "POST /repos/{owner}/{repo}/security-advisories/reports"
    ],
    createRepositoryAdvisory: [
      "POST /repos/{owner}/{repo}/security-advisories"
    ],
    createRepositoryAdvisoryCveRequest: [
      "POST /repos/{owner}/{repo}/security-advisories/{ghsa_id}/cve"
    ],
    getGlobalAdvisory: ["GET /advisories/{ghsa_id}"],
    getRepositoryAdvisory: [
      "GET /repos/{owner}/{repo}/security-advisories/{ghsa_id}"
    ],
    listGlobalAdvisories: ["GET /advisories"],
    listOrgRepositoryAdvisories: ["GET /orgs/{org}/security-advisories"],
    listRepositoryAdvisories: ["GET /repos/{owner}/{repo}/security-advisories"],
    updateRepositoryAdvisory: [
      "PATCH /repos/{owner}/{repo}/security-advisories/{ghsa_id}"
    ]
  },
  teams: {
    addOrUpdateMembershipForUserInOrg: [
      "PUT /orgs/{org}/teams/{team_slug}/memberships/{username}"
    ],
    addOrUpdateRepoPermissionsInOrg: [
      "PUT /orgs/{org}/teams/{team_slug}/repos/{owner}/{repo}"
    ],
    checkPermissionsForRepoInOrg: [
      "GET /orgs/{org}/teams/{team_slug}/repos/{owner}/{repo}"
    ],
    create: ["POST /orgs/{org}/teams"],
    createDiscussionCommentInOrg: [
      "POST /orgs/{org}/teams/{team_slug}/discussions/{discussion_number}/comments"
    ],
    createDiscussionInOrg: ["POST /orgs/{org}/teams/{team_slug}/discussions"],
    deleteDiscussionCommentInOrg: [
      "DELETE /orgs/{org}/teams/{team_slug}/discussions/{discussion_number}/comments/{comment_number}"
    ],
    deleteDiscussionInOrg: [
      "DELETE /orgs/{org}/teams/{team_slug}/discussions/{discussion_number}"
    ],
    deleteInOrg: ["DELETE /orgs/{org}/teams/{team_slug}"],
    getByName: ["GET /orgs/{org}/teams/{team_slug}"],
    getDiscussionCommentInOrg: [
      "GET /orgs/{org}/teams/{team_slug}/discussions/{discussion_number}/comments/{comment_number}"
    ],
    getDiscussionInOrg: [
      "GET /orgs/{org}/teams/{team_slug}/discussions/{discussion_number}"
    ],
    getMembershipForUserInOrg: [
      "GET /orgs/{org}/teams/{team_slug}/memberships/{username}"
    ],
    list: ["GET /orgs/{org}/teams"],
    listChildInOrg: ["GET /orgs/{org}/teams/{team_slug}/teams"],
    listDiscussionCommentsInOrg: [
      "GET /orgs/{org}/teams/{team_slug}/discussions/{discussion_number}/comments"
    ],
    listDiscussionsInOrg: ["GET /orgs/{org}/teams/{team_slug}/discussions"],
    listForAuthenticatedUser: ["GET /user/teams"],
    listMembersInOrg: ["GET /orgs/{org}/teams/{team_slug}/members"],
    listPendingInvitationsInOrg: [
      "GET /orgs/{org}/teams/{team_slug}/invitations"
    ],
    listReposInOrg: ["GET /orgs/{org}/teams/{team_slug}/repos"],
    removeMembershipForUserInOrg: [
      "DELETE /orgs/{org}/teams/{team_slug}/memberships/{username}"
    ],
    removeRepoInOrg: [
      "DELETE /orgs/{org}/teams/{team_slug}/repos/{owner}/{repo}"
    ],
    updateDiscussionCommentInOrg: [
      "PATCH /orgs/{org}/teams/{team_slug}/discussions/{discussion_number}/comments/{comment_number}"
    ],
    updateDiscussionInOrg: [
      "PATCH /orgs/{org}/teams/{team_slug}/discussions/{discussion_number}"
    ],
    updateInOrg: ["PATCH /orgs/{org}/teams/{team_slug}"]
  },
  users: {
    addEmailForAuthenticated: [
      "POST /user/emails",
      {},
      { renamed: ["users", "addEmailForAuthenticatedUser"] }
    ],
    addEmailForAuthenticatedUser: ["POST /user/emails"],
    addSocialAccountForAuthenticatedUser: ["POST /user/social_accounts"],
    block: ["PUT /user/blocks/{username}"],
    checkBlocked: ["GET /user/blocks/{username}"],
    checkFollowingForUser: ["GET /users/{username}/following/{target_user}"],
    checkPersonIsFollowedByAuthenticated: ["GET /user/following/{username}"],
    createGpgKeyForAuthenticated: [
      "POST /user/gpg_keys",
      {},
      { renamed: ["users", "createGpgKeyForAuthenticatedUser"] }
    ],
    createGpgKeyForAuthenticatedUser: ["POST /user/gpg_keys"],
    createPublicSshKeyForAuthenticated: [
      "POST /user/keys",
      {},
      { renamed: ["users", "createPublicSshKeyForAuthenticatedUser"] }
    ],
    createPublicSshKeyForAuthenticatedUser: ["POST /user/keys"],
    createSshSigningKeyForAuthenticatedUser: ["POST /user/ssh_signing_keys"],
    deleteAttestationsBulk: [
      "POST /users/{username}/attestations/delete-request"
    ],
    deleteAttestationsById: [
      "DELETE /users/{username}/attestations/{attestation_id}"
    ],
    deleteAttestationsBySubjectDigest: [
      "DELETE /users/{username}/attestations/digest/{subject_digest}"
    ],
    deleteEmailForAuthenticated: [
      "DELETE /user/emails",
      {},
      { renamed: ["users", "deleteEmailForAuthenticatedUser"] }
    ],
    deleteEmailForAuthenticatedUser: ["DELETE /user/emails"],
    deleteGpgKeyForAuthenticated: [
      "DELETE /user/gpg_keys/{gpg_key_id}",
      {},
      { renamed: ["users", "deleteGpgKeyForAuthenticatedUser"] }
    ],
    deleteGpgKeyForAuthenticatedUser: ["DELETE /user/gpg_keys/{gpg_key_id}"],
    deletePublicSshKeyForAuthenticated: [
      "DELETE /user/keys/{key_id}",
      {},
      { renamed: ["users", "deletePublicSshKeyForAuthenticatedUser"] }
    ],
    deletePublicSshKeyForAuthenticatedUser: ["DELETE /user/keys/{key_id}"],
    deleteSocialAccountForAuthenticatedUser: ["DELETE /user/social_accounts"],
    deleteSshSigningKeyForAuthenticatedUser: [
      "DELETE /user/ssh_signing_keys/{ssh_signing_key_id}"
    ],
    follow: ["PUT /user/following/{username}"],
    getAuthenticated: ["GET /user"],
    getById: ["GET /user/{account_id}"],
    getByUsername: ["GET /users/{username}"],
    getContextForUser: ["GET /users/{username}/hovercard"],
    getGpgKeyForAuthenticated: [
      "GET /user/gpg_keys/{gpg_key_id}",
      {},
      { renamed: ["users", "getGpgKeyForAuthenticatedUser"] }
    ],
    getGpgKeyForAuthenticatedUser: ["GET /user/gpg_keys/{gpg_key_id}"],
    getPublicSshKeyForAuthenticated: [
      "GET /user/keys/{key_id}",
      {},
      { renamed: ["users", "getPublicSshKeyForAuthenticatedUser"] }
    ],
    getPublicSshKeyForAuthenticatedUser: ["GET /user/keys/{key_id}"],
    getSshSigningKeyForAuthenticatedUser: [
      "GET /user/ssh_signing_keys/{ssh_signing_key_id}"
    ],
    list: ["GET /users"],
    listAttestations: ["GET /users/{username}/attestations/{subject_digest}"],
    listAttestationsBulk: [
      "POST /users/{username}/attestations/bulk-list{?per_page,before,after}"
    ],
    listBlockedByAuthenticated: [
      "GET /user/blocks",
      {},
      { renamed: ["users", "listBlockedByAuthenticatedUser"] }
    ],
    listBlockedByAuthenticatedUser: ["GET /user/blocks"],
    listEmailsForAuthenticated: [
      "GET /user/emails",
      {},
      { renamed: ["users", "listEmailsForAuthenticatedUser"] }
    ],
    listEmailsForAuthenticatedUser: ["GET /user/emails"],
    listFollowedByAuthenticated: [
      "GET /user/following",
      {},
      { renamed: ["users", "listFollowedByAuthenticatedUser"] }
    ],
    listFollowedByAuthenticatedUser: ["GET /user/following"],
    listFollowersForAuthenticatedUser: ["GET /user/followers"],
    listFollowersForUser: ["GET /users/{username}/followers"],
    listFollowingForUser: ["GET /users/{username}/following"],
    listGpgKeysForAuthenticated: [
      "GET /user/gpg_keys",
      {},
      { renamed: ["users", "listGpgKeysForAuthenticatedUser"] }
    ],
    listGpgKeysForAuthenticatedUser: ["GET /user/gpg_keys"],
    listGpgKeysForUser: ["GET /users/{username}/gpg_keys"],
    listPublicEmailsForAuthenticated: [
      "GET /user/public_emails",
      {},
      { renamed: ["users", "listPublicEmailsForAuthenticatedUser"] }
    ],
    listPublicEmailsForAuthenticatedUser: ["GET /user/public_emails"],
    listPublicKeysForUser: ["GET /users/{username}/keys"],
    listPublicSshKeysForAuthenticated: [
      "GET /user/keys",
      {},
      { renamed: ["users", "listPublicSshKeysForAuthenticatedUser"] }
    ],
    listPublicSshKeysForAuthenticatedUser: ["GET /user/keys"],
    listSocialAccountsForAuthenticatedUser: ["GET /user/social_accounts"],
    listSocialAccountsForUser: ["GET /users/{username}/social_accounts"],
    listSshSigningKeysForAuthenticatedUser: ["GET /user/ssh_signing_keys"],
    listSshSigningKeysForUser: ["GET /users/{username}/ssh_signing_keys"],
    setPrimaryEmailVisibilityForAuthenticated: [
      "PATCH /user/email/visibility",
      {},
      { renamed: ["users", "setPrimaryEmailVisibilityForAuthenticatedUser"] }
    ],
    setPrimaryEmailVisibilityForAuthenticatedUser: [
      "PATCH /user/email/visibility"
    ],
    unblock: ["DELETE /user/blocks/{username}"],
    unfollow: ["DELETE /user/following/{username}"],
    updateAuthenticated: ["PATCH /user"]
  }
};
var endpoints_default = Endpoints;

//# sourceMappingURL=endpoints.js.map

;// CONCATENATED MODULE: ./node_modules/@octokit/plugin-rest-endpoint-methods/dist-src/endpoints-to-methods.js

const endpointMethodsMap = /* @__PURE__ */ new Map();
for (const [scope, endpoints] of Object.entries(endpoints_default)) {
  for (const [methodName, endpoint] of Object.entries(endpoints)) {
    const [route, defaults, decorations] = endpoint;
    const [method, url] = route.split(/ /);
    const endpointDefaults = Object.assign(
      {
        method,
        url
      },
      defaults
    );
    if (!endpointMethodsMap.has(scope)) {
      endpointMethodsMap.set(scope, /* @__PURE__ */ new Map());
    }
    endpointMethodsMap.get(scope).set(methodName, {
      scope,
      methodName,
      endpointDefaults,
      decorations
    });
  }
}
const handler = {
  has({ scope }, methodName) {
    return endpointMethodsMap.get(scope).has(methodName);
  },
  getOwnPropertyDescriptor(target, methodName) {
    return {
      value: this.get(target, methodName),
      // ensures method is in the cache
      configurable: true,
      writable: true,
      enumerable: true
    };
  },
  defineProperty(target, methodName, descriptor) {
    Object.defineProperty(target.cache, methodName, descriptor);
    return true;
  },
  deleteProperty(target, methodName) {
    delete target.cache[methodName];
    return true;
  },
  ownKeys({ scope }) {
    return [...endpointMethodsMap.get(scope).keys()];
  },
  set(target, methodName, value) {
    return target.cache[methodName] = value;
  },
  get({ octokit, scope, cache }, methodName) {
    if (cache[methodName]) {
      return cache[methodName];
    }
    const method = endpointMethodsMap.get(scope).get(methodName);
    if (!method) {
      return void 0;
    }
    const { endpointDefaults, decorations } = method;
    if (decorations) {
      cache[methodName] = decorate(
        octokit,
        scope,
        methodName,
        endpointDefaults,
        decorations
      );
    } else {
      cache[methodName] = octokit.request.defaults(endpointDefaults);
    }
    return cache[methodName];
  }
};
function endpointsToMethods(octokit) {
  const newMethods = {};
  for (const scope of endpointMethodsMap.keys()) {
    newMethods[scope] = new Proxy({ octokit, scope, cache: {} }, handler);
  }
  return newMethods;
}
function decorate(octokit, scope, methodName, defaults, decorations) {
  const requestWithDefaults = octokit.request.defaults(defaults);
  function withDecorations(...args) {
    let options = requestWithDefaults.endpoint.merge(...args);
    if (decorations.mapToData) {
      options = Object.assign({}, options, {
        data: options[decorations.mapToData],
        [decorations.mapToData]: void 0
      });
      return requestWithDefaults(options);
    }
    if (decorations.renamed) {
      const [newScope, newMethodName] = decorations.renamed;
      octokit.log.warn(
        `octokit.${scope}.${methodName}() has been renamed to octokit.${newScope}.${newMethodName}()`
      );
    }
    if (decorations.deprecated) {
      octokit.log.warn(decorations.deprecated);
    }
    if (decorations.renamedParameters) {
      const options2 = requestWithDefaults.endpoint.merge(...args);
      for (const [name, alias] of Object.entries(
        decorations.renamedParameters
      )) {
        if (name in options2) {
          octokit.log.warn(
            `"${name}" parameter is deprecated for "octokit.${scope}.${methodName}()". Use "${alias}" instead`
          );
          if (!(alias in options2)) {
            options2[alias] = options2[name];
          }
          delete options2[name];
        }
      }
      return requestWithDefaults(options2);
    }
    return requestWithDefaults(...args);
  }
  return Object.assign(withDecorations, requestWithDefaults);
}

//# sourceMappingURL=endpoints-to-methods.js.map

;// CONCATENATED MODULE: ./node_modules/@octokit/plugin-rest-endpoint-methods/dist-src/index.js


function restEndpointMethods(octokit) {
  const api = endpointsToMethods(octokit);
  return {
    rest: api
  };
}
restEndpointMethods.VERSION = dist_src_version_VERSION;
function legacyRestEndpointMethods(octokit) {
  const api = endpointsToMethods(octokit);
  return {
    ...api,
    rest: api
  };
}
legacyRestEndpointMethods.VERSION = dist_src_version_VERSION;

//# sourceMappingURL=index.js.map

;// CONCATENATED MODULE: ./node_modules/@octokit/plugin-paginate-rest/dist-bundle/index.js
// pkg/dist-src/version.js
var plugin_paginate_rest_dist_bundle_VERSION = "0.0.0-development";

// pkg/dist-src/normalize-paginated-list-response.js
function normalizePaginatedListResponse(response) {
  if (!response.data) {
    return {
      ...response,
      data: []
    };
  }
  const responseNeedsNormalization = ("total_count" in response.data || "total_commits" in response.data) && !("url" in response.data);
  if (!responseNeedsNormalization) return response;
  const incompleteResults = response.data.incomplete_results;
  const repositorySelection = response.data.repository_selection;
  const totalCount = response.data.total_count;
  const totalCommits = response.data.total_commits;
  delete response.data.incomplete_results;
  delete response.data.repository_selection;
  delete response.data.total_count;
  delete response.data.total_commits;
  const namespaceKey = Object.keys(response.data)[0];
  const data = response.data[namespaceKey];
  response.data = data;
  if (typeof incompleteResults !== "undefined") {
    response.data.incomplete_results = incompleteResults;
  }
  if (typeof repositorySelection !== "undefined") {
    response.data.repository_selection = repositorySelection;
  }
  response.data.total_count = totalCount;
  response.data.total_commits = totalCommits;
  return response;
}

// pkg/dist-src/iterator.js
function iterator(octokit, route, parameters) {
  const options = typeof route === "function" ? route.endpoint(parameters) : octokit.request.endpoint(route, parameters);
  const requestMethod = typeof route === "function" ? route : octokit.request;
  const method = options.method;
  const headers = options.headers;
  let url = options.url;
  return {
    [Symbol.asyncIterator]: () => ({
      async next() {
        if (!url) return { done: true };
        try {
          const response = await requestMethod({ method, url, headers });
          const normalizedResponse = normalizePaginatedListResponse(response);
          url = ((normalizedResponse.headers.link || "").match(
            /<([^<>]+)>;\s*rel="next"/
          ) || [])[1];
          if (!url && "total_commits" in normalizedResponse.data) {
            const parsedUrl = new URL(normalizedResponse.url);
            const params = parsedUrl.searchParams;
            const page = parseInt(params.get("page") || "1", 10);
            const per_page = parseInt(params.get("per_page") || "250", 10);
            if (page * per_page < normalizedResponse.data.total_commits) {
              params.set("page", String(page + 1));
              url = parsedUrl.toString();
            }
          }
          return { value: normalizedResponse };
        } catch (error) {
          if (error.status !== 409) throw error;
          url = "";
          return {
            value: {
              status: 200,
              headers: {},
              data: []
            }
          };
        }
      }
    })
  };
}

// pkg/dist-src/paginate.js
function paginate(octokit, route, parameters, mapFn) {
  if (typeof parameters === "function") {
    mapFn = parameters;
    parameters = void 0;
  }
  return gather(
    octokit,
    [],
    iterator(octokit, route, parameters)[Symbol.asyncIterator](),
    mapFn
  );
}
function gather(octokit, results, iterator2, mapFn) {
  return iterator2.next().then((result) => {
    if (result.done) {
      return results;
    }
    let earlyExit = false;
    function done() {
      earlyExit = true;
    }
    results = results.concat(
      mapFn ? mapFn(result.value, done) : result.value.data
    );
    if (earlyExit) {
      return results;
    }
    return gather(octokit, results, iterator2, mapFn);
  });
}

// pkg/dist-src/compose-paginate.js
var composePaginateRest = Object.assign(paginate, {
  iterator
});

// pkg/dist-src/generated/paginating-endpoints.js
var paginatingEndpoints = (/* unused pure expression or super */ null && ([
  "GET /advisories",
  "GET /app/hook/deliveries",
  "GET /app/installation-requests",
  "GET /app/installations",
  "GET /assignments/{assignment_id}/accepted_assignments",
  "GET /classrooms",
  "GET /classrooms/{classroom_id}/assignments",
  "GET /enterprises/{enterprise}/code-security/configurations",
  "GET /enterprises/{enterprise}/code-security/configurations/{configuration_id}/repositories",
  "GET /enterprises/{enterprise}/dependabot/alerts",
  "GET /enterprises/{enterprise}/teams",
  "GET /enterprises/{enterprise}/teams/{enterprise-team}/memberships",
  "GET /enterprises/{enterprise}/teams/{enterprise-team}/organizations",
  "GET /events",
  "GET /gists",
  "GET /gists/public",
  "GET /gists/starred",
  "GET /gists/{gist_id}/comments",
  "GET /gists/{gist_id}/commits",
  "GET /gists/{gist_id}/forks",
  "GET /installation/repositories",
  "GET /issues",
  "GET /licenses",
  "GET /marketplace_listing/plans",
  "GET /marketplace_listing/plans/{plan_id}/accounts",
  "GET /marketplace_listing/stubbed/plans",
  "GET /marketplace_listing/stubbed/plans/{plan_id}/accounts",
  "GET /networks/{owner}/{repo}/events",
  "GET /notifications",
  "GET /organizations",
  "GET /organizations/{org}/dependabot/repository-access",
  "GET /orgs/{org}/actions/cache/usage-by-repository",
  "GET /orgs/{org}/actions/hosted-runners",
  "GET /orgs/{org}/actions/permissions/repositories",
  "GET /orgs/{org}/actions/permissions/self-hosted-runners/repositories",
  "GET /orgs/{org}/actions/runner-groups",
  "GET /orgs/{org}/actions/runner-groups/{runner_group_id}/hosted-runners",
  "GET /orgs/{org}/actions/runner-groups/{runner_group_id}/repositories",
  "GET /orgs/{org}/actions/runner-groups/{runner_group_id}/runners",
  "GET /orgs/{org}/actions/runners",
  "GET /orgs/{org}/actions/secrets",
  "GET /orgs/{org}/actions/secrets/{secret_name}/repositories",
  "GET /orgs/{org}/actions/variables",
  "GET /orgs/{org}/actions/variables/{name}/repositories",
  "GET /orgs/{org}/attestations/repositories",
  "GET /orgs/{org}/attestations/{subject_digest}",
  "GET /orgs/{org}/blocks",
  "GET /orgs/{org}/campaigns",
  "GET /orgs/{org}/code-scanning/alerts",
  "GET /orgs/{org}/code-security/configurations",
  "GET /orgs/{org}/code-security/configurations/{configuration_id}/repositories",
  "GET /orgs/{org}/codespaces",
  "GET /orgs/{org}/codespaces/secrets",
  "GET /orgs/{org}/codespaces/secrets/{secret_name}/repositories",
  "GET /orgs/{org}/copilot/billing/seats",
  "GET /orgs/{org}/copilot/metrics",
  "GET /orgs/{org}/dependabot/alerts",
  "GET /orgs/{org}/dependabot/secrets",
  "GET /orgs/{org}/dependabot/secrets/{secret_name}/repositories",
  "GET /orgs/{org}/events",
  "GET /orgs/{org}/failed_invitations",
  "GET /orgs/{org}/hooks",
  "GET /orgs/{org}/hooks/{hook_id}/deliveries",
  "GET /orgs/{org}/insights/api/route-stats/{actor_type}/{actor_id}",
  "GET /orgs/{org}/insights/api/subject-stats",
  "GET /orgs/{org}/insights/api/user-stats/{user_id}",
  "GET /orgs/{org}/installations",
  "GET /orgs/{org}/invitations",
  "GET /orgs/{org}/invitations/{invitation_id}/teams",
  "GET /orgs/{org}/issues",
  "GET /orgs/{org}/members",
  "GET /orgs/{org}/members/{username}/codespaces",
  "GET /orgs/{org}/migrations",
  "GET /orgs/{org}/migrations/{migration_id}/repositories",
  "GET /orgs/{org}/organization-roles/{role_id}/teams",
  "GET /orgs/{org}/organization-roles/{role_id}/users",
  "GET /orgs/{org}/outside_collaborators",
  "GET /orgs/{org}/packages",
  "GET /orgs/{org}/packages/{package_type}/{package_name}/versions",
  "GET /orgs/{org}/personal-access-token-requests",
  "GET /orgs/{org}/personal-access-token-requests/{pat_request_id}/repositories",
  "GET /orgs/{org}/personal-access-tokens",
  "GET /orgs/{org}/personal-access-tokens/{pat_id}/repositories",
  "GET /orgs/{org}/private-registries",
  "GET /orgs/{org}/projects",
  "GET /orgs/{org}/projectsV2",
  "GET /orgs/{org}/projectsV2/{project_number}/fields",
  "GET /orgs/{org}/projectsV2/{project_number}/items",
  "GET /orgs/{org}/properties/values",
  "GET /orgs/{org}/public_members",
  "GET /orgs/{org}/repos",
  "GET /orgs/{org}/rulesets",
  "GET /orgs/{org}/rulesets/rule-suites",
  "GET /orgs/{org}/rulesets/{ruleset_id}/history",
  "GET /orgs/{org}/secret-scanning/alerts",
  "GET /orgs/{org}/security-advisories",
  "GET /orgs/{org}/settings/immutable-releases/repositories",
  "GET /orgs/{org}/settings/network-configurations",
  "GET /orgs/{org}/team/{team_slug}/copilot/metrics",
  "GET /orgs/{org}/teams",
  "GET /orgs/{org}/teams/{team_slug}/discussions",
  "GET /orgs/{org}/teams/{team_slug}/discussions/{discussion_number}/comments",
  "GET /orgs/{org}/teams/{team_slug}/discussions/{discussion_number}/comments/{comment_number}/reactions",
  "GET /orgs/{org}/teams/{team_slug}/discussions/{discussion_number}/reactions",
  "GET /orgs/{org}/teams/{team_slug}/invitations",
  "GET /orgs/{org}/teams/{team_slug}/members",
  "GET /orgs/{org}/teams/{team_slug}/projects",
  "GET /orgs/{org}/teams/{team_slug}/repos",
  "GET /orgs/{org}/teams/{team_slug}/teams",
  "GET /projects/{project_id}/collaborators",
  "GET /repos/{owner}/{repo}/actions/artifacts",
  "GET /repos/{owner}/{repo}/actions/caches",
  "GET /repos/{owner}/{repo}/actions/organization-secrets",
  "GET /repos/{owner}/{repo}/actions/organization-variables",
  "GET /repos/{owner}/{repo}/actions/runners",
  "GET /repos/{owner}/{repo}/actions/runs",
  "GET /repos/{owner}/{repo}/actions/runs/{run_id}/artifacts",
  "GET /repos/{owner}/{repo}/actions/runs/{run_id}/attempts/{attempt_number}/jobs",
  "GET /repos/{owner}/{repo}/actions/runs/{run_id}/jobs",
  "GET /repos/{owner}/{repo}/actions/secrets",
  "GET /repos/{owner}/{repo}/actions/variables",
  "GET /repos/{owner}/{repo}/actions/workflows",
  "GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs",
  "GET /repos/{owner}/{repo}/activity",
  "GET /repos/{owner}/{repo}/assignees",
  "GET /repos/{owner}/{repo}/attestations/{subject_digest}",
  "GET /repos/{owner}/{repo}/branches",
  "GET /repos/{owner}/{repo}/check-runs/{check_run_id}/annotations",
  "GET /repos/{owner}/{repo}/check-suites/{check_suite_id}/check-runs",
  "GET /repos/{owner}/{repo}/code-scanning/alerts",
  "GET /repos/{owner}/{repo}/code-scanning/alerts/{alert_number}/instances",
  "GET /repos/{owner}/{repo}/code-scanning/analyses",
  "GET /repos/{owner}/{repo}/codespaces",
  "GET /repos/{owner}/{repo}/codespaces/devcontainers",
  "GET /repos/{owner}/{repo}/codespaces/secrets",
  "GET /repos/{owner}/{repo}/collaborators",
  "GET /repos/{owner}/{repo}/comments",
  "GET /repos/{owner}/{repo}/comments/{comment_id}/reactions",
  "GET /repos/{owner}/{repo}/commits",
  "GET /repos/{owner}/{repo}/commits/{commit_sha}/comments",
  "GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls",
  "GET /repos/{owner}/{repo}/commits/{ref}/check-runs",
  "GET /repos/{owner}/{repo}/commits/{ref}/check-suites",
  "GET /repos/{owner}/{repo}/commits/{ref}/status",
  "GET /repos/{owner}/{repo}/commits/{ref}/statuses",
  "GET /repos/{owner}/{repo}/compare/{basehead}",
  "GET /repos/{owner}/{repo}/compare/{base}...{head}",
  "GET /repos/{owner}/{repo}/contributors",
  "GET /repos/{owner}/{repo}/dependabot/alerts",
  "GET /repos/{owner}/{repo}/dependabot/secrets",
  "GET /repos/{owner}/{repo}/deployments",
  "GET /repos/{owner}/{repo}/deployments/{deployment_id}/statuses",
  "GET /repos/{owner}/{repo}/environments",
  "GET /repos/{owner}/{repo}/environments/{environment_name}/deployment-branch-policies",
  "GET /repos/{owner}/{repo}/environments/{environment_name}/deployment_protection_rules/apps",
  "GET /repos/{owner}/{repo}/environments/{environment_name}/secrets",
  "GET /repos/{owner}/{repo}/environments/{environment_name}/variables",
  "GET /repos/{owner}/{repo}/events",
  "GET /repos/{owner}/{repo}/forks",
  "GET /repos/{owner}/{repo}/hooks",
  "GET /repos/{owner}/{repo}/hooks/{hook_id}/deliveries",
  "GET /repos/{owner}/{repo}/invitations",
  "GET /repos/{owner}/{repo}/issues",
  "GET /repos/{owner}/{repo}/issues/comments",
  "GET /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions",
  "GET /repos/{owner}/{repo}/issues/events",
  "GET /repos/{owner}/{repo}/issues/{issue_number}/comments",
  "GET /repos/{owner}/{repo}/issues/{issue_number}/dependencies/blocked_by",
  "GET /repos/{owner}/{repo}/issues/{issue_number}/dependencies/blocking",
  "GET /repos/{owner}/{repo}/issues/{issue_number}/events",
  "GET /repos/{owner}/{repo}/issues/{issue_number}/labels",
  "GET /repos/{owner}/{repo}/issues/{issue_number}/reactions",
  "GET /repos/{owner}/{repo}/issues/{issue_number}/sub_issues",
  "GET /repos/{owner}/{repo}/issues/{issue_number}/timeline",
  "GET /repos/{owner}/{repo}/keys",
  "GET /repos/{owner}/{repo}/labels",
  "GET /repos/{owner}/{repo}/milestones",
  "GET /repos/{owner}/{repo}/milestones/{milestone_number}/labels",
  "GET /repos/{owner}/{repo}/notifications",
  "GET /repos/{owner}/{repo}/pages/builds",
  "GET /repos/{owner}/{repo}/projects",
  "GET /repos/{owner}/{repo}/pulls",
  "GET /repos/{owner}/{repo}/pulls/comments",
  "GET /repos/{owner}/{repo}/pulls/comments/{comment_id}/reactions",
  "GET /repos/{owner}/{repo}/pulls/{pull_number}/comments",
  "GET /repos/{owner}/{repo}/pulls/{pull_number}/commits",
  "GET /repos/{owner}/{repo}/pulls/{pull_number}/files",
  "GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews",
  "GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}/comments",
  "GET /repos/{owner}/{repo}/releases",
  "GET /repos/{owner}/{repo}/releases/{release_id}/assets",
  "GET /repos/{owner}/{repo}/releases/{release_id}/reactions",
  "GET /repos/{owner}/{repo}/rules/branches/{branch}",
  "GET /repos/{owner}/{repo}/rulesets",
  "GET /repos/{owner}/{repo}/rulesets/rule-suites",
  "GET /repos/{owner}/{repo}/rulesets/{ruleset_id}/history",
  "GET /repos/{owner}/{repo}/secret-scanning/alerts",
  "GET /repos/{owner}/{repo}/secret-scanning/alerts/{alert_number}/locations",
  "GET /repos/{owner}/{repo}/security-advisories",
  "GET /repos/{owner}/{repo}/stargazers",
  "GET /repos/{owner}/{repo}/subscribers",
  "GET /repos/{owner}/{repo}/tags",
  "GET /repos/{owner}/{repo}/teams",
  "GET /repos/{owner}/{repo}/topics",
  "GET /repositories",
  "GET /search/code",
  "GET /search/commits",
  "GET /search/issues",
  "GET /search/labels",
  "GET /search/repositories",
  "GET /search/topics",
  "GET /search/users",
  "GET /teams/{team_id}/discussions",
  "GET /teams/{team_id}/discussions/{discussion_number}/comments",
  "GET /teams/{team_id}/discussions/{discussion_number}/comments/{comment_number}/reactions",
  "GET /teams/{team_id}/discussions/{discussion_number}/reactions",
  "GET /teams/{team_id}/invitations",
  "GET /teams/{team_id}/members",
  "GET /teams/{team_id}/projects",
  "GET /teams/{team_id}/repos",
  "GET /teams/{team_id}/teams",
  "GET /user/blocks",
  "GET /user/codespaces",
  "GET /user/codespaces/secrets",
  "GET /user/emails",
  "GET /user/followers",
  "GET /user/following",
  "GET /user/gpg_keys",
  "GET /user/installations",
  "GET /user/installations/{installation_id}/repositories",
  "GET /user/issues",
  "GET /user/keys",
  "GET /user/marketplace_purchases",
  "GET /user/marketplace_purchases/stubbed",
  "GET /user/memberships/orgs",
  "GET /user/migrations",
  "GET /user/migrations/{migration_id}/repositories",
  "GET /user/orgs",
  "GET /user/packages",
  "GET /user/packages/{package_type}/{package_name}/versions",
  "GET /user/public_emails",
  "GET /user/repos",
  "GET /user/repository_invitations",
  "GET /user/social_accounts",
  "GET /user/ssh_signing_keys",
  "GET /user/starred",
  "GET /user/subscriptions",
  "GET /user/teams",
  "GET /users",
  "GET /users/{username}/attestations/{subject_digest}",
  "GET /users/{username}/events",
  "GET /users/{username}/events/orgs/{org}",
  "GET /users/{username}/events/public",
  "GET /users/{username}/followers",
  "GET /users/{username}/following",
  "GET /users/{username}/gists",
  "GET /users/{username}/gpg_keys",
  "GET /users/{username}/keys",
  "GET /users/{username}/orgs",
  "GET /users/{username}/packages",
  "GET /users/{username}/projects",
  "GET /users/{username}/projectsV2",
  "GET /users/{username}/projectsV2/{project_number}/fields",
  "GET /users/{username}/projectsV2/{project_number}/items",
  "GET /users/{username}/received_events",
  "GET /users/{username}/received_events/public",
  "GET /users/{username}/repos",
  "GET /users/{username}/social_accounts",
  "GET /users/{username}/ssh_signing_keys",
  "GET /users/{username}/starred",
  "GET /users/{username}/subscriptions"
]));

// pkg/dist-src/paginating-endpoints.js
function isPaginatingEndpoint(arg) {
  if (typeof arg === "string") {
    return paginatingEndpoints.includes(arg);
  } else {
    return false;
  }
}

// pkg/dist-src/index.js
function paginateRest(octokit) {
  return {
    paginate: Object.assign(paginate.bind(null, octokit), {
      iterator: iterator.bind(null, octokit)
    })
  };
}
paginateRest.VERSION = plugin_paginate_rest_dist_bundle_VERSION;


;// CONCATENATED MODULE: ./node_modules/@actions/github/lib/utils.js


// octokit + plugins



const context = new Context();
const baseUrl = getApiBaseUrl();
const defaults = {
    baseUrl,
    request: {
        agent: getProxyAgent(baseUrl),
        fetch: getProxyFetch(baseUrl)
    }
};
const GitHub = Octokit.plugin(restEndpointMethods, paginateRest).defaults(defaults);

/**
 * Convience function to correctly format Octokit Options to pass into the constructor.
 *
 * @param     token    the repo PAT or GITHUB_TOKEN
 * @param     options  other options to set
 */
function getOctokitOptions(token, options) {
    const opts = Object.assign({}, options || {}); // Shallow clone - don't mutate the object provided by the caller
    // Auth
    const auth = getAuthString(token, opts);
    if (auth) {
        opts.auth = auth;
    }
    // Orchestration ID
    const userAgent = getUserAgentWithOrchestrationId(opts.userAgent);
    if (userAgent) {
        opts.userAgent = userAgent;
    }
    return opts;
}
//# sourceMappingURL=utils.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/github/lib/github.js


const github_context = new Context();
/**
 * Returns a hydrated octokit ready to use for GitHub Actions
 *
 * @param     token    the repo PAT or GITHUB_TOKEN
 * @param     options  other options to set
 */
function getOctokit(token, options, ...additionalPlugins) {
    const GitHubWithPlugins = GitHub.plugin(...additionalPlugins);
    return new GitHubWithPlugins(getOctokitOptions(token, options));
}
//# sourceMappingURL=github.js.map

/***/ }),

/***/ 942:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  Qq: () => (/* binding */ HttpClient)
});

// UNUSED EXPORTS: Headers, HttpClientError, HttpClientResponse, HttpCodes, MediaTypes, getProxyUrl, isHttps

// EXTERNAL MODULE: external "http"
var external_http_ = __nccwpck_require__(611);
var external_http_namespaceObject = /*#__PURE__*/__nccwpck_require__.t(external_http_, 2);
// EXTERNAL MODULE: external "https"
var external_https_ = __nccwpck_require__(692);
var external_https_namespaceObject = /*#__PURE__*/__nccwpck_require__.t(external_https_, 2);
;// CONCATENATED MODULE: ./node_modules/@actions/http-client/lib/proxy.js
function getProxyUrl(reqUrl) {
    const usingSsl = reqUrl.protocol === 'https:';
    if (checkBypass(reqUrl)) {
        return undefined;
    }
    const proxyVar = (() => {
        if (usingSsl) {
            return process.env['https_proxy'] || process.env['HTTPS_PROXY'];
        }
        else {
            return process.env['http_proxy'] || process.env['HTTP_PROXY'];
        }
    })();
    if (proxyVar) {
        try {
            return new DecodedURL(proxyVar);
        }
        catch (_a) {
            if (!proxyVar.startsWith('http://') && !proxyVar.startsWith('https://'))
                return new DecodedURL(`http://${proxyVar}`);
        }
    }
    else {
        return undefined;
    }
}
function checkBypass(reqUrl) {
    if (!reqUrl.hostname) {
        return false;
    }
    const reqHost = reqUrl.hostname;
    if (isLoopbackAddress(reqHost)) {
        return true;
    }
    const noProxy = process.env['no_proxy'] || process.env['NO_PROXY'] || '';
    if (!noProxy) {
        return false;
    }
    // Determine the request port
    let reqPort;
    if (reqUrl.port) {
        reqPort = Number(reqUrl.port);
    }
    else if (reqUrl.protocol === 'http:') {
        reqPort = 80;
    }
    else if (reqUrl.protocol === 'https:') {
        reqPort = 443;
    }
    // Format the request hostname and hostname with port
    const upperReqHosts = [reqUrl.hostname.toUpperCase()];
    if (typeof reqPort === 'number') {
        upperReqHosts.push(`${upperReqHosts[0]}:${reqPort}`);
    }
    // Compare request host against noproxy
    for (const upperNoProxyItem of noProxy
        .split(',')
        .map(x => x.trim().toUpperCase())
        .filter(x => x)) {
        if (upperNoProxyItem === '*' ||
            upperReqHosts.some(x => x === upperNoProxyItem ||
                x.endsWith(`.${upperNoProxyItem}`) ||
                (upperNoProxyItem.startsWith('.') &&
                    x.endsWith(`${upperNoProxyItem}`)))) {
            return true;
        }
    }
    return false;
}
function isLoopbackAddress(host) {
    const hostLower = host.toLowerCase();
    return (hostLower === 'localhost' ||
        hostLower.startsWith('127.') ||
        hostLower.startsWith('[::1]') ||
        hostLower.startsWith('[0:0:0:0:0:0:0:1]'));
}
class DecodedURL extends URL {
    constructor(url, base) {
        super(url, base);
        this._decodedUsername = decodeURIComponent(super.username);
        this._decodedPassword = decodeURIComponent(super.password);
    }
    get username() {
        return this._decodedUsername;
    }
    get password() {
        return this._decodedPassword;
    }
}
//# sourceMappingURL=proxy.js.map
// EXTERNAL MODULE: ./node_modules/tunnel/index.js
var tunnel = __nccwpck_require__(770);
// EXTERNAL MODULE: ./stubs/undici-stub/index.js
var undici_stub = __nccwpck_require__(678);
;// CONCATENATED MODULE: ./node_modules/@actions/http-client/lib/index.js
/* eslint-disable @typescript-eslint/no-explicit-any */
var __awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};





var HttpCodes;
(function (HttpCodes) {
    HttpCodes[HttpCodes["OK"] = 200] = "OK";
    HttpCodes[HttpCodes["MultipleChoices"] = 300] = "MultipleChoices";
    HttpCodes[HttpCodes["MovedPermanently"] = 301] = "MovedPermanently";
    HttpCodes[HttpCodes["ResourceMoved"] = 302] = "ResourceMoved";
    HttpCodes[HttpCodes["SeeOther"] = 303] = "SeeOther";
    HttpCodes[HttpCodes["NotModified"] = 304] = "NotModified";
    HttpCodes[HttpCodes["UseProxy"] = 305] = "UseProxy";
    HttpCodes[HttpCodes["SwitchProxy"] = 306] = "SwitchProxy";
    HttpCodes[HttpCodes["TemporaryRedirect"] = 307] = "TemporaryRedirect";
    HttpCodes[HttpCodes["PermanentRedirect"] = 308] = "PermanentRedirect";
    HttpCodes[HttpCodes["BadRequest"] = 400] = "BadRequest";
    HttpCodes[HttpCodes["Unauthorized"] = 401] = "Unauthorized";
    HttpCodes[HttpCodes["PaymentRequired"] = 402] = "PaymentRequired";
    HttpCodes[HttpCodes["Forbidden"] = 403] = "Forbidden";
    HttpCodes[HttpCodes["NotFound"] = 404] = "NotFound";
    HttpCodes[HttpCodes["MethodNotAllowed"] = 405] = "MethodNotAllowed";
    HttpCodes[HttpCodes["NotAcceptable"] = 406] = "NotAcceptable";
    HttpCodes[HttpCodes["ProxyAuthenticationRequired"] = 407] = "ProxyAuthenticationRequired";
    HttpCodes[HttpCodes["RequestTimeout"] = 408] = "RequestTimeout";
    HttpCodes[HttpCodes["Conflict"] = 409] = "Conflict";
    HttpCodes[HttpCodes["Gone"] = 410] = "Gone";
    HttpCodes[HttpCodes["TooManyRequests"] = 429] = "TooManyRequests";
    HttpCodes[HttpCodes["InternalServerError"] = 500] = "InternalServerError";
    HttpCodes[HttpCodes["NotImplemented"] = 501] = "NotImplemented";
    HttpCodes[HttpCodes["BadGateway"] = 502] = "BadGateway";
    HttpCodes[HttpCodes["ServiceUnavailable"] = 503] = "ServiceUnavailable";
    HttpCodes[HttpCodes["GatewayTimeout"] = 504] = "GatewayTimeout";
})(HttpCodes || (HttpCodes = {}));
var Headers;
(function (Headers) {
    Headers["Accept"] = "accept";
    Headers["ContentType"] = "content-type";
})(Headers || (Headers = {}));
var MediaTypes;
(function (MediaTypes) {
    MediaTypes["ApplicationJson"] = "application/json";
})(MediaTypes || (MediaTypes = {}));
/**
 * Returns the proxy URL, depending upon the supplied url and proxy environment variables.
 * @param serverUrl  The server URL where the request will be sent. For example, https://api.github.com
 */
function lib_getProxyUrl(serverUrl) {
    const proxyUrl = pm.getProxyUrl(new URL(serverUrl));
    return proxyUrl ? proxyUrl.href : '';
}
const HttpRedirectCodes = [
    HttpCodes.MovedPermanently,
    HttpCodes.ResourceMoved,
    HttpCodes.SeeOther,
    HttpCodes.TemporaryRedirect,
    HttpCodes.PermanentRedirect
];
const HttpResponseRetryCodes = [
    HttpCodes.BadGateway,
    HttpCodes.ServiceUnavailable,
    HttpCodes.GatewayTimeout
];
const RetryableHttpVerbs = ['OPTIONS', 'GET', 'DELETE', 'HEAD'];
const ExponentialBackoffCeiling = 10;
const ExponentialBackoffTimeSlice = 5;
class HttpClientError extends Error {
    constructor(message, statusCode) {
        super(message);
        this.name = 'HttpClientError';
        this.statusCode = statusCode;
        Object.setPrototypeOf(this, HttpClientError.prototype);
    }
}
class HttpClientResponse {
    constructor(message) {
        this.message = message;
    }
    readBody() {
        return __awaiter(this, void 0, void 0, function* () {
            return new Promise((resolve) => __awaiter(this, void 0, void 0, function* () {
                let output = Buffer.alloc(0);
                this.message.on('data', (chunk) => {
                    output = Buffer.concat([output, chunk]);
                });
                this.message.on('end', () => {
                    resolve(output.toString());
                });
            }));
        });
    }
    readBodyBuffer() {
        return __awaiter(this, void 0, void 0, function* () {
            return new Promise((resolve) => __awaiter(this, void 0, void 0, function* () {
                const chunks = [];
                this.message.on('data', (chunk) => {
                    chunks.push(chunk);
                });
                this.message.on('end', () => {
                    resolve(Buffer.concat(chunks));
                });
            }));
        });
    }
}
function isHttps(requestUrl) {
    const parsedUrl = new URL(requestUrl);
    return parsedUrl.protocol === 'https:';
}
class HttpClient {
    constructor(userAgent, handlers, requestOptions) {
        this._ignoreSslError = false;
        this._allowRedirects = true;
        this._allowRedirectDowngrade = false;
        this._maxRedirects = 50;
        this._allowRetries = false;
        this._maxRetries = 1;
        this._keepAlive = false;
        this._disposed = false;
        this.userAgent = this._getUserAgentWithOrchestrationId(userAgent);
        this.handlers = handlers || [];
        this.requestOptions = requestOptions;
        if (requestOptions) {
            if (requestOptions.ignoreSslError != null) {
                this._ignoreSslError = requestOptions.ignoreSslError;
            }
            this._socketTimeout = requestOptions.socketTimeout;
            if (requestOptions.allowRedirects != null) {
                this._allowRedirects = requestOptions.allowRedirects;
            }
            if (requestOptions.allowRedirectDowngrade != null) {
                this._allowRedirectDowngrade = requestOptions.allowRedirectDowngrade;
            }
            if (requestOptions.maxRedirects != null) {
                this._maxRedirects = Math.max(requestOptions.maxRedirects, 0);
            }
            if (requestOptions.keepAlive != null) {
                this._keepAlive = requestOptions.keepAlive;
            }
            if (requestOptions.allowRetries != null) {
                this._allowRetries = requestOptions.allowRetries;
            }
            if (requestOptions.maxRetries != null) {
                this._maxRetries = requestOptions.maxRetries;
            }
        }
    }
    options(requestUrl, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request('OPTIONS', requestUrl, null, additionalHeaders || {});
        });
    }
    get(requestUrl, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request('GET', requestUrl, null, additionalHeaders || {});
        });
    }
    del(requestUrl, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request('DELETE', requestUrl, null, additionalHeaders || {});
        });
    }
    post(requestUrl, data, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request('POST', requestUrl, data, additionalHeaders || {});
        });
    }
    patch(requestUrl, data, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request('PATCH', requestUrl, data, additionalHeaders || {});
        });
    }
    put(requestUrl, data, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request('PUT', requestUrl, data, additionalHeaders || {});
        });
    }
    head(requestUrl, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request('HEAD', requestUrl, null, additionalHeaders || {});
        });
    }
    sendStream(verb, requestUrl, stream, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request(verb, requestUrl, stream, additionalHeaders);
        });
    }
    /**
     * Gets a typed object from an endpoint
     * Be aware that not found returns a null.  Other errors (4xx, 5xx) reject the promise
     */
    getJson(requestUrl_1) {
        return __awaiter(this, arguments, void 0, function* (requestUrl, additionalHeaders = {}) {
            additionalHeaders[Headers.Accept] = this._getExistingOrDefaultHeader(additionalHeaders, Headers.Accept, MediaTypes.ApplicationJson);
            const res = yield this.get(requestUrl, additionalHeaders);
            return this._processResponse(res, this.requestOptions);
        });
    }
    postJson(requestUrl_1, obj_1) {
        return __awaiter(this, arguments, void 0, function* (requestUrl, obj, additionalHeaders = {}) {
            const data = JSON.stringify(obj, null, 2);
            additionalHeaders[Headers.Accept] = this._getExistingOrDefaultHeader(additionalHeaders, Headers.Accept, MediaTypes.ApplicationJson);
            additionalHeaders[Headers.ContentType] =
                this._getExistingOrDefaultContentTypeHeader(additionalHeaders, MediaTypes.ApplicationJson);
            const res = yield this.post(requestUrl, data, additionalHeaders);
            return this._processResponse(res, this.requestOptions);
        });
    }
    putJson(requestUrl_1, obj_1) {
        return __awaiter(this, arguments, void 0, function* (requestUrl, obj, additionalHeaders = {}) {
            const data = JSON.stringify(obj, null, 2);
            additionalHeaders[Headers.Accept] = this._getExistingOrDefaultHeader(additionalHeaders, Headers.Accept, MediaTypes.ApplicationJson);
            additionalHeaders[Headers.ContentType] =
                this._getExistingOrDefaultContentTypeHeader(additionalHeaders, MediaTypes.ApplicationJson);
            const res = yield this.put(requestUrl, data, additionalHeaders);
            return this._processResponse(res, this.requestOptions);
        });
    }
    patchJson(requestUrl_1, obj_1) {
        return __awaiter(this, arguments, void 0, function* (requestUrl, obj, additionalHeaders = {}) {
            const data = JSON.stringify(obj, null, 2);
            additionalHeaders[Headers.Accept] = this._getExistingOrDefaultHeader(additionalHeaders, Headers.Accept, MediaTypes.ApplicationJson);
            additionalHeaders[Headers.ContentType] =
                this._getExistingOrDefaultContentTypeHeader(additionalHeaders, MediaTypes.ApplicationJson);
            const res = yield this.patch(requestUrl, data, additionalHeaders);
            return this._processResponse(res, this.requestOptions);
        });
    }
    /**
     * Makes a raw http request.
     * All other methods such as get, post, patch, and request ultimately call this.
     * Prefer get, del, post and patch
     */
    request(verb, requestUrl, data, headers) {
        return __awaiter(this, void 0, void 0, function* () {
            if (this._disposed) {
                throw new Error('Client has already been disposed.');
            }
            const parsedUrl = new URL(requestUrl);
            let info = this._prepareRequest(verb, parsedUrl, headers);
            // Only perform retries on reads since writes may not be idempotent.
            const maxTries = this._allowRetries && RetryableHttpVerbs.includes(verb)
                ? this._maxRetries + 1
                : 1;
            let numTries = 0;
            let response;
            do {
                response = yield this.requestRaw(info, data);
                // Check if it's an authentication challenge
                if (response &&
                    response.message &&
                    response.message.statusCode === HttpCodes.Unauthorized) {
                    let authenticationHandler;
                    for (const handler of this.handlers) {
                        if (handler.canHandleAuthentication(response)) {
                            authenticationHandler = handler;
                            break;
                        }
                    }
                    if (authenticationHandler) {
                        return authenticationHandler.handleAuthentication(this, info, data);
                    }
                    else {
                        // We have received an unauthorized response but have no handlers to handle it.
                        // Let the response return to the caller.
                        return response;
                    }
                }
                let redirectsRemaining = this._maxRedirects;
                while (response.message.statusCode &&
                    HttpRedirectCodes.includes(response.message.statusCode) &&
                    this._allowRedirects &&
                    redirectsRemaining > 0) {
                    const redirectUrl = response.message.headers['location'];
                    if (!redirectUrl) {
                        // if there's no location to redirect to, we won't
                        break;
                    }
                    const parsedRedirectUrl = new URL(redirectUrl);
                    if (parsedUrl.protocol === 'https:' &&
                        parsedUrl.protocol !== parsedRedirectUrl.protocol &&
                        !this._allowRedirectDowngrade) {
                        throw new Error('Redirect from HTTPS to HTTP protocol. This downgrade is not allowed for security reasons. If you want to allow this behavior, set the allowRedirectDowngrade option to true.');
                    }
                    // we need to finish reading the response before reassigning response
                    // which will leak the open socket.
                    yield response.readBody();
                    // strip authorization header if redirected to a different hostname
                    if (parsedRedirectUrl.hostname !== parsedUrl.hostname) {
                        for (const header in headers) {
                            // header names are case insensitive
                            if (header.toLowerCase() === 'authorization') {
                                delete headers[header];
                            }
                        }
                    }
                    // let's make the request with the new redirectUrl
                    info = this._prepareRequest(verb, parsedRedirectUrl, headers);
                    response = yield this.requestRaw(info, data);
                    redirectsRemaining--;
                }
                if (!response.message.statusCode ||
                    !HttpResponseRetryCodes.includes(response.message.statusCode)) {
                    // If not a retry code, return immediately instead of retrying
                    return response;
                }
                numTries += 1;
                if (numTries < maxTries) {
                    yield response.readBody();
                    yield this._performExponentialBackoff(numTries);
                }
            } while (numTries < maxTries);
            return response;
        });
    }
    /**
     * Needs to be called if keepAlive is set to true in request options.
     */
    dispose() {
        if (this._agent) {
            this._agent.destroy();
        }
        this._disposed = true;
    }
    /**
     * Raw request.
     * @param info
     * @param data
     */
    requestRaw(info, data) {
        return __awaiter(this, void 0, void 0, function* () {
            return new Promise((resolve, reject) => {
                function callbackForResult(err, res) {
                    if (err) {
                        reject(err);
                    }
                    else if (!res) {
                        // If `err` is not passed, then `res` must be passed.
                        reject(new Error('Unknown error'));
                    }
                    else {
                        resolve(res);
                    }
                }
                this.requestRawWithCallback(info, data, callbackForResult);
            });
        });
    }
    /**
     * Raw request with callback.
     * @param info
     * @param data
     * @param onResult
     */
    requestRawWithCallback(info, data, onResult) {
        if (typeof data === 'string') {
            if (!info.options.headers) {
                info.options.headers = {};
            }
            info.options.headers['Content-Length'] = Buffer.byteLength(data, 'utf8');
        }
        let callbackCalled = false;
        function handleResult(err, res) {
            if (!callbackCalled) {
                callbackCalled = true;
                onResult(err, res);
            }
        }
        const req = info.httpModule.request(info.options, (msg) => {
            const res = new HttpClientResponse(msg);
            handleResult(undefined, res);
        });
        let socket;
        req.on('socket', sock => {
            socket = sock;
        });
        // If we ever get disconnected, we want the socket to timeout eventually
        req.setTimeout(this._socketTimeout || 3 * 60000, () => {
            if (socket) {
                socket.end();
            }
            handleResult(new Error(`Request timeout: ${info.options.path}`));
        });
        req.on('error', function (err) {
            // err has statusCode property
            // res should have headers
            handleResult(err);
        });
        if (data && typeof data === 'string') {
            req.write(data, 'utf8');
        }
        if (data && typeof data !== 'string') {
            data.on('close', function () {
                req.end();
            });
            data.pipe(req);
        }
        else {
            req.end();
        }
    }
    /**
     * Gets an http agent. This function is useful when you need an http agent that handles
     * routing through a proxy server - depending upon the url and proxy environment variables.
     * @param serverUrl  The server URL where the request will be sent. For example, https://api.github.com
     */
    getAgent(serverUrl) {
        const parsedUrl = new URL(serverUrl);
        return this._getAgent(parsedUrl);
    }
    getAgentDispatcher(serverUrl) {
        const parsedUrl = new URL(serverUrl);
        const proxyUrl = getProxyUrl(parsedUrl);
        const useProxy = proxyUrl && proxyUrl.hostname;
        if (!useProxy) {
            return;
        }
        return this._getProxyAgentDispatcher(parsedUrl, proxyUrl);
    }
    _prepareRequest(method, requestUrl, headers) {
        const info = {};
        info.parsedUrl = requestUrl;
        const usingSsl = info.parsedUrl.protocol === 'https:';
        info.httpModule = usingSsl ? external_https_namespaceObject : external_http_namespaceObject;
        const defaultPort = usingSsl ? 443 : 80;
        info.options = {};
        info.options.host = info.parsedUrl.hostname;
        info.options.port = info.parsedUrl.port
            ? parseInt(info.parsedUrl.port)
            : defaultPort;
        info.options.path =
            (info.parsedUrl.pathname || '') + (info.parsedUrl.search || '');
        info.options.method = method;
        info.options.headers = this._mergeHeaders(headers);
        if (this.userAgent != null) {
            info.options.headers['user-agent'] = this.userAgent;
        }
        info.options.agent = this._getAgent(info.parsedUrl);
        // gives handlers an opportunity to participate
        if (this.handlers) {
            for (const handler of this.handlers) {
                handler.prepareRequest(info.options);
            }
        }
        return info;
    }
    _mergeHeaders(headers) {
        if (this.requestOptions && this.requestOptions.headers) {
            return Object.assign({}, lowercaseKeys(this.requestOptions.headers), lowercaseKeys(headers || {}));
        }
        return lowercaseKeys(headers || {});
    }
    /**
     * Gets an existing header value or returns a default.
     * Handles converting number header values to strings since HTTP headers must be strings.
     * Note: This returns string | string[] since some headers can have multiple values.
     * For headers that must always be a single string (like Content-Type), use the
     * specialized _getExistingOrDefaultContentTypeHeader method instead.
     */
    _getExistingOrDefaultHeader(additionalHeaders, header, _default) {
        let clientHeader;
        if (this.requestOptions && this.requestOptions.headers) {
            const headerValue = lowercaseKeys(this.requestOptions.headers)[header];
            if (headerValue) {
                clientHeader =
                    typeof headerValue === 'number' ? headerValue.toString() : headerValue;
            }
        }
        const additionalValue = additionalHeaders[header];
        if (additionalValue !== undefined) {
            return typeof additionalValue === 'number'
                ? additionalValue.toString()
                : additionalValue;
        }
        if (clientHeader !== undefined) {
            return clientHeader;
        }
        return _default;
    }
    /**
     * Specialized version of _getExistingOrDefaultHeader for Content-Type header.
     * Always returns a single string (not an array) since Content-Type should be a single value.
     * Converts arrays to comma-separated strings and numbers to strings to ensure type safety.
     * This was split from _getExistingOrDefaultHeader to provide stricter typing for callers
     * that assign the result to places expecting a string (e.g., additionalHeaders[Headers.ContentType]).
     */
    _getExistingOrDefaultContentTypeHeader(additionalHeaders, _default) {
        let clientHeader;
        if (this.requestOptions && this.requestOptions.headers) {
            const headerValue = lowercaseKeys(this.requestOptions.headers)[Headers.ContentType];
            if (headerValue) {
                if (typeof headerValue === 'number') {
                    clientHeader = String(headerValue);
                }
                else if (Array.isArray(headerValue)) {
                    clientHeader = headerValue.join(', ');
                }
                else {
                    clientHeader = headerValue;
                }
            }
        }
        const additionalValue = additionalHeaders[Headers.ContentType];
        // Return the first non-undefined value, converting numbers or arrays to strings if necessary
        if (additionalValue !== undefined) {
            if (typeof additionalValue === 'number') {
                return String(additionalValue);
            }
            else if (Array.isArray(additionalValue)) {
                return additionalValue.join(', ');
            }
            else {
                return additionalValue;
            }
        }
        if (clientHeader !== undefined) {
            return clientHeader;
        }
        return _default;
    }
    _getAgent(parsedUrl) {
        let agent;
        const proxyUrl = getProxyUrl(parsedUrl);
        const useProxy = proxyUrl && proxyUrl.hostname;
        if (this._keepAlive && useProxy) {
            agent = this._proxyAgent;
        }
        if (!useProxy) {
            agent = this._agent;
        }
        // if agent is already assigned use that agent.
        if (agent) {
            return agent;
        }
        const usingSsl = parsedUrl.protocol === 'https:';
        let maxSockets = 100;
        if (this.requestOptions) {
            maxSockets = this.requestOptions.maxSockets || external_http_.globalAgent.maxSockets;
        }
        // This is `useProxy` again, but we need to check `proxyURl` directly for TypeScripts's flow analysis.
        if (proxyUrl && proxyUrl.hostname) {
            const agentOptions = {
                maxSockets,
                keepAlive: this._keepAlive,
                proxy: Object.assign(Object.assign({}, ((proxyUrl.username || proxyUrl.password) && {
                    proxyAuth: `${proxyUrl.username}:${proxyUrl.password}`
                })), { host: proxyUrl.hostname, port: proxyUrl.port })
            };
            let tunnelAgent;
            const overHttps = proxyUrl.protocol === 'https:';
            if (usingSsl) {
                tunnelAgent = overHttps ? tunnel.httpsOverHttps : tunnel.httpsOverHttp;
            }
            else {
                tunnelAgent = overHttps ? tunnel.httpOverHttps : tunnel.httpOverHttp;
            }
            agent = tunnelAgent(agentOptions);
            this._proxyAgent = agent;
        }
        // if tunneling agent isn't assigned create a new agent
        if (!agent) {
            const options = { keepAlive: this._keepAlive, maxSockets };
            agent = usingSsl ? new external_https_.Agent(options) : new external_http_.Agent(options);
            this._agent = agent;
        }
        if (usingSsl && this._ignoreSslError) {
            // we don't want to set NODE_TLS_REJECT_UNAUTHORIZED=0 since that will affect request for entire process
            // http.RequestOptions doesn't expose a way to modify RequestOptions.agent.options
            // we have to cast it to any and change it directly
            agent.options = Object.assign(agent.options || {}, {
                rejectUnauthorized: false
            });
        }
        return agent;
    }
    _getProxyAgentDispatcher(parsedUrl, proxyUrl) {
        let proxyAgent;
        if (this._keepAlive) {
            proxyAgent = this._proxyAgentDispatcher;
        }
        // if agent is already assigned use that agent.
        if (proxyAgent) {
            return proxyAgent;
        }
        const usingSsl = parsedUrl.protocol === 'https:';
        proxyAgent = new undici_stub/* ProxyAgent */.k(Object.assign({ uri: proxyUrl.href, pipelining: !this._keepAlive ? 0 : 1 }, ((proxyUrl.username || proxyUrl.password) && {
            token: `Basic ${Buffer.from(`${proxyUrl.username}:${proxyUrl.password}`).toString('base64')}`
        })));
        this._proxyAgentDispatcher = proxyAgent;
        if (usingSsl && this._ignoreSslError) {
            // we don't want to set NODE_TLS_REJECT_UNAUTHORIZED=0 since that will affect request for entire process
            // http.RequestOptions doesn't expose a way to modify RequestOptions.agent.options
            // we have to cast it to any and change it directly
            proxyAgent.options = Object.assign(proxyAgent.options.requestTls || {}, {
                rejectUnauthorized: false
            });
        }
        return proxyAgent;
    }
    _getUserAgentWithOrchestrationId(userAgent) {
        const baseUserAgent = userAgent || 'actions/http-client';
        const orchId = process.env['ACTIONS_ORCHESTRATION_ID'];
        if (orchId) {
            // Sanitize the orchestration ID to ensure it contains only valid characters
            // Valid characters: 0-9, a-z, _, -, .
            const sanitizedId = orchId.replace(/[^a-z0-9_.-]/gi, '_');
            return `${baseUserAgent} actions_orchestration_id/${sanitizedId}`;
        }
        return baseUserAgent;
    }
    _performExponentialBackoff(retryNumber) {
        return __awaiter(this, void 0, void 0, function* () {
            retryNumber = Math.min(ExponentialBackoffCeiling, retryNumber);
            const ms = ExponentialBackoffTimeSlice * Math.pow(2, retryNumber);
            return new Promise(resolve => setTimeout(() => resolve(), ms));
        });
    }
    _processResponse(res, options) {
        return __awaiter(this, void 0, void 0, function* () {
            return new Promise((resolve, reject) => __awaiter(this, void 0, void 0, function* () {
                const statusCode = res.message.statusCode || 0;
                const response = {
                    statusCode,
                    result: null,
                    headers: {}
                };
                // not found leads to null obj returned
                if (statusCode === HttpCodes.NotFound) {
                    resolve(response);
                }
                // get the result from the body
                function dateTimeDeserializer(key, value) {
                    if (typeof value === 'string') {
                        const a = new Date(value);
                        if (!isNaN(a.valueOf())) {
                            return a;
                        }
                    }
                    return value;
                }
                let obj;
                let contents;
                try {
                    contents = yield res.readBody();
                    if (contents && contents.length > 0) {
                        if (options && options.deserializeDates) {
                            obj = JSON.parse(contents, dateTimeDeserializer);
                        }
                        else {
                            obj = JSON.parse(contents);
                        }
                        response.result = obj;
                    }
                    response.headers = res.message.headers;
                }
                catch (err) {
                    // Invalid resource (contents not json);  leaving result obj null
                }
                // note that 3xx redirects are handled by the http layer.
                if (statusCode > 299) {
                    let msg;
                    // if exception/error in body, attempt to get better error
                    if (obj && obj.message) {
                        msg = obj.message;
                    }
                    else if (contents && contents.length > 0) {
                        // it may be the case that the exception is in the body message as string
                        msg = contents;
                    }
                    else {
                        msg = `Failed request: (${statusCode})`;
                    }
                    const err = new HttpClientError(msg, statusCode);
                    err.result = response.result;
                    reject(err);
                }
                else {
                    resolve(response);
                }
            }));
        });
    }
}
const lowercaseKeys = (obj) => Object.keys(obj).reduce((c, k) => ((c[k.toLowerCase()] = obj[k]), c), {});
//# sourceMappingURL=index.js.map

/***/ })

/******/ });
/************************************************************************/
/******/ // The module cache
/******/ var __webpack_module_cache__ = {};
/******/ 
/******/ // The require function
/******/ function __nccwpck_require__(moduleId) {
/******/ 	// Check if module is in cache
/******/ 	var cachedModule = __webpack_module_cache__[moduleId];
/******/ 	if (cachedModule !== undefined) {
/******/ 		return cachedModule.exports;
/******/ 	}
/******/ 	// Create a new module (and put it into the cache)
/******/ 	var module = __webpack_module_cache__[moduleId] = {
/******/ 		// no module.id needed
/******/ 		// no module.loaded needed
/******/ 		exports: {}
/******/ 	};
/******/ 
/******/ 	// Execute the module function
/******/ 	var threw = true;
/******/ 	try {
/******/ 		__webpack_modules__[moduleId](module, module.exports, __nccwpck_require__);
/******/ 		threw = false;
/******/ 	} finally {
/******/ 		if(threw) delete __webpack_module_cache__[moduleId];
/******/ 	}
/******/ 
/******/ 	// Return the exports of the module
/******/ 	return module.exports;
/******/ }
/******/ 
/************************************************************************/
/******/ /* webpack/runtime/asset-relocator-loader */
/******/ if (typeof __nccwpck_require__ !== 'undefined') __nccwpck_require__.ab = decodeURIComponent(new URL('.', import.meta.url).pathname).slice(import.meta.url.match(/^file:\/\/\/\w:/) ? 1 : 0, -1) + "/";
/******/ 
/******/ /* webpack/runtime/create fake namespace object */
/******/ (() => {
/******/ 	var getProto = Object.getPrototypeOf ? (obj) => (Object.getPrototypeOf(obj)) : (obj) => (obj.__proto__);
/******/ 	var leafPrototypes;
/******/ 	// create a fake namespace object
/******/ 	// mode & 1: value is a module id, require it
/******/ 	// mode & 2: merge all properties of value into the ns
/******/ 	// mode & 4: return value when already ns object
/******/ 	// mode & 16: return value when it's Promise-like
/******/ 	// mode & 8|1: behave like require
/******/ 	__nccwpck_require__.t = function(value, mode) {
/******/ 		if(mode & 1) value = this(value);
/******/ 		if(mode & 8) return value;
/******/ 		if(typeof value === 'object' && value) {
/******/ 			if((mode & 4) && value.__esModule) return value;
/******/ 			if((mode & 16) && typeof value.then === 'function') return value;
/******/ 		}
/******/ 		var ns = Object.create(null);
/******/ 		__nccwpck_require__.r(ns);
/******/ 		var def = {};
/******/ 		leafPrototypes = leafPrototypes || [null, getProto({}), getProto([]), getProto(getProto)];
/******/ 		for(var current = mode & 2 && value; typeof current == 'object' && !~leafPrototypes.indexOf(current); current = getProto(current)) {
/******/ 			Object.getOwnPropertyNames(current).forEach((key) => (def[key] = () => (value[key])));
/******/ 		}
/******/ 		def['default'] = () => (value);
/******/ 		__nccwpck_require__.d(ns, def);
/******/ 		return ns;
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/define property getters */
/******/ (() => {
/******/ 	// define getter functions for harmony exports
/******/ 	__nccwpck_require__.d = (exports, definition) => {
/******/ 		for(var key in definition) {
/******/ 			if(__nccwpck_require__.o(definition, key) && !__nccwpck_require__.o(exports, key)) {
/******/ 				Object.defineProperty(exports, key, { enumerable: true, get: definition[key] });
/******/ 			}
/******/ 		}
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/hasOwnProperty shorthand */
/******/ (() => {
/******/ 	__nccwpck_require__.o = (obj, prop) => (Object.prototype.hasOwnProperty.call(obj, prop))
/******/ })();
/******/ 
/******/ /* webpack/runtime/make namespace object */
/******/ (() => {
/******/ 	// define __esModule on exports
/******/ 	__nccwpck_require__.r = (exports) => {
/******/ 		if(typeof Symbol !== 'undefined' && Symbol.toStringTag) {
/******/ 			Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });
/******/ 		}
/******/ 		Object.defineProperty(exports, '__esModule', { value: true });
/******/ 	};
/******/ })();
/******/ 
/************************************************************************/
var __webpack_exports__ = {};

// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  V: () => (/* binding */ runMain),
  a: () => (/* binding */ runPost)
});

// EXTERNAL MODULE: external "os"
var external_os_ = __nccwpck_require__(857);
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/utils.js
// We use any as a valid input type
/* eslint-disable @typescript-eslint/no-explicit-any */
/**
 * Sanitizes an input into a string so it can be passed into issueCommand safely
 * @param input input to sanitize into a string
 */
function utils_toCommandValue(input) {
    if (input === null || input === undefined) {
        return '';
    }
    else if (typeof input === 'string' || input instanceof String) {
        return input;
    }
    return JSON.stringify(input);
}
/**
 *
 * @param annotationProperties
 * @returns The command properties to send with the actual annotation command
 * See IssueCommandProperties: https://github.com/actions/runner/blob/main/src/Runner.Worker/ActionCommandManager.cs#L646
 */
function toCommandProperties(annotationProperties) {
    if (!Object.keys(annotationProperties).length) {
        return {};
    }
    return {
        title: annotationProperties.title,
        file: annotationProperties.file,
        line: annotationProperties.startLine,
        endLine: annotationProperties.endLine,
        col: annotationProperties.startColumn,
        endColumn: annotationProperties.endColumn
    };
}
//# sourceMappingURL=utils.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/command.js


/**
 * Issues a command to the GitHub Actions runner
 *
 * @param command - The command name to issue
 * @param properties - Additional properties for the command (key-value pairs)
 * @param message - The message to include with the command
 * @remarks
 * This function outputs a specially formatted string to stdout that the Actions
 * runner interprets as a command. These commands can control workflow behavior,
 * set outputs, create annotations, mask values, and more.
 *
 * Command Format:
 *   ::name key=value,key=value::message
 *
 * @example
 * ```typescript
 * // Issue a warning annotation
 * issueCommand('warning', {}, 'This is a warning message');
 * // Output: ::warning::This is a warning message
 *
 * // Set an environment variable
 * issueCommand('set-env', { name: 'MY_VAR' }, 'some value');
 * // Output: ::set-env name=MY_VAR::some value
 *
 * // Add a secret mask
 * issueCommand('add-mask', {}, 'secretValue123');
 * // Output: ::add-mask::secretValue123
 * ```
 *
 * @internal
 * This is an internal utility function that powers the public API functions
 * such as setSecret, warning, error, and exportVariable.
 */
function command_issueCommand(command, properties, message) {
    const cmd = new Command(command, properties, message);
    process.stdout.write(cmd.toString() + external_os_.EOL);
}
function command_issue(name, message = '') {
    command_issueCommand(name, {}, message);
}
const CMD_STRING = '::';
class Command {
    constructor(command, properties, message) {
        if (!command) {
            command = 'missing.command';
        }
        this.command = command;
        this.properties = properties;
        this.message = message;
    }
    toString() {
        let cmdStr = CMD_STRING + this.command;
        if (this.properties && Object.keys(this.properties).length > 0) {
            cmdStr += ' ';
            let first = true;
            for (const key in this.properties) {
                if (this.properties.hasOwnProperty(key)) {
                    const val = this.properties[key];
                    if (val) {
                        if (first) {
                            first = false;
                        }
                        else {
                            cmdStr += ',';
                        }
                        cmdStr += `${key}=${escapeProperty(val)}`;
                    }
                }
            }
        }
        cmdStr += `${CMD_STRING}${escapeData(this.message)}`;
        return cmdStr;
    }
}
function escapeData(s) {
    return utils_toCommandValue(s)
        .replace(/%/g, '%25')
        .replace(/\r/g, '%0D')
        .replace(/\n/g, '%0A');
}
function escapeProperty(s) {
    return utils_toCommandValue(s)
        .replace(/%/g, '%25')
        .replace(/\r/g, '%0D')
        .replace(/\n/g, '%0A')
        .replace(/:/g, '%3A')
        .replace(/,/g, '%2C');
}
//# sourceMappingURL=command.js.map
;// CONCATENATED MODULE: external "crypto"
const external_crypto_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("crypto");
// EXTERNAL MODULE: external "fs"
var external_fs_ = __nccwpck_require__(896);
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/file-command.js
// For internal use, subject to change.
// We use any as a valid input type
/* eslint-disable @typescript-eslint/no-explicit-any */




function file_command_issueFileCommand(command, message) {
    const filePath = process.env[`GITHUB_${command}`];
    if (!filePath) {
        throw new Error(`Unable to find environment variable for file command ${command}`);
    }
    if (!external_fs_.existsSync(filePath)) {
        throw new Error(`Missing file at path: ${filePath}`);
    }
    external_fs_.appendFileSync(filePath, `${utils_toCommandValue(message)}${external_os_.EOL}`, {
        encoding: 'utf8'
    });
}
function file_command_prepareKeyValueMessage(key, value) {
    const delimiter = `ghadelimiter_${external_crypto_namespaceObject.randomUUID()}`;
    const convertedValue = utils_toCommandValue(value);
    // These should realistically never happen, but just in case someone finds a
    // way to exploit uuid generation let's not allow keys or values that contain
    // the delimiter.
    if (key.includes(delimiter)) {
        throw new Error(`Unexpected input: name should not contain the delimiter "${delimiter}"`);
    }
    if (convertedValue.includes(delimiter)) {
        throw new Error(`Unexpected input: value should not contain the delimiter "${delimiter}"`);
    }
    return `${key}<<${delimiter}${external_os_.EOL}${convertedValue}${external_os_.EOL}${delimiter}`;
}
//# sourceMappingURL=file-command.js.map
;// CONCATENATED MODULE: external "path"
const external_path_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("path");
// EXTERNAL MODULE: ./node_modules/@actions/http-client/lib/index.js + 1 modules
var lib = __nccwpck_require__(942);
;// CONCATENATED MODULE: ./node_modules/@actions/http-client/lib/auth.js
var __awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};
class BasicCredentialHandler {
    constructor(username, password) {
        this.username = username;
        this.password = password;
    }
    prepareRequest(options) {
        if (!options.headers) {
            throw Error('The request has no headers');
        }
        options.headers['Authorization'] = `Basic ${Buffer.from(`${this.username}:${this.password}`).toString('base64')}`;
    }
    // This handler cannot handle 401
    canHandleAuthentication() {
        return false;
    }
    handleAuthentication() {
        return __awaiter(this, void 0, void 0, function* () {
            throw new Error('not implemented');
        });
    }
}
class auth_BearerCredentialHandler {
    constructor(token) {
        this.token = token;
    }
    // currently implements pre-authorization
    // TODO: support preAuth = false where it hooks on 401
    prepareRequest(options) {
        if (!options.headers) {
            throw Error('The request has no headers');
        }
        options.headers['Authorization'] = `Bearer ${this.token}`;
    }
    // This handler cannot handle 401
    canHandleAuthentication() {
        return false;
    }
    handleAuthentication() {
        return __awaiter(this, void 0, void 0, function* () {
            throw new Error('not implemented');
        });
    }
}
class PersonalAccessTokenCredentialHandler {
    constructor(token) {
        this.token = token;
    }
    // currently implements pre-authorization
    // TODO: support preAuth = false where it hooks on 401
    prepareRequest(options) {
        if (!options.headers) {
            throw Error('The request has no headers');
        }
        options.headers['Authorization'] = `Basic ${Buffer.from(`PAT:${this.token}`).toString('base64')}`;
    }
    // This handler cannot handle 401
    canHandleAuthentication() {
        return false;
    }
    handleAuthentication() {
        return __awaiter(this, void 0, void 0, function* () {
            throw new Error('not implemented');
        });
    }
}
//# sourceMappingURL=auth.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/oidc-utils.js
var oidc_utils_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};



class oidc_utils_OidcClient {
    static createHttpClient(allowRetry = true, maxRetry = 10) {
        const requestOptions = {
            allowRetries: allowRetry,
            maxRetries: maxRetry
        };
        return new HttpClient('actions/oidc-client', [new BearerCredentialHandler(oidc_utils_OidcClient.getRequestToken())], requestOptions);
    }
    static getRequestToken() {
        const token = process.env['ACTIONS_ID_TOKEN_REQUEST_TOKEN'];
        if (!token) {
            throw new Error('Unable to get ACTIONS_ID_TOKEN_REQUEST_TOKEN env variable');
        }
        return token;
    }
    static getIDTokenUrl() {
        const runtimeUrl = process.env['ACTIONS_ID_TOKEN_REQUEST_URL'];
        if (!runtimeUrl) {
            throw new Error('Unable to get ACTIONS_ID_TOKEN_REQUEST_URL env variable');
        }
        return runtimeUrl;
    }
    static getCall(id_token_url) {
        return oidc_utils_awaiter(this, void 0, void 0, function* () {
            var _a;
            const httpclient = oidc_utils_OidcClient.createHttpClient();
            const res = yield httpclient
                .getJson(id_token_url)
                .catch(error => {
                throw new Error(`Failed to get ID Token. \n 
        Error Code : ${error.statusCode}\n 
        Error Message: ${error.message}`);
            });
            const id_token = (_a = res.result) === null || _a === void 0 ? void 0 : _a.value;
            if (!id_token) {
                throw new Error('Response json body do not have ID Token field');
            }
            return id_token;
        });
    }
    static getIDToken(audience) {
        return oidc_utils_awaiter(this, void 0, void 0, function* () {
            try {
                // New ID Token is requested from action service
                let id_token_url = oidc_utils_OidcClient.getIDTokenUrl();
                if (audience) {
                    const encodedAudience = encodeURIComponent(audience);
                    id_token_url = `${id_token_url}&audience=${encodedAudience}`;
                }
                debug(`ID token url is ${id_token_url}`);
                const id_token = yield oidc_utils_OidcClient.getCall(id_token_url);
                setSecret(id_token);
                return id_token;
            }
            catch (error) {
                throw new Error(`Error message: ${error.message}`);
            }
        });
    }
}
//# sourceMappingURL=oidc-utils.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/summary.js
var summary_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};


const { access, appendFile, writeFile } = external_fs_.promises;
const SUMMARY_ENV_VAR = 'GITHUB_STEP_SUMMARY';
const SUMMARY_DOCS_URL = 'https://docs.github.com/actions/using-workflows/workflow-commands-for-github-actions#adding-a-job-summary';
class Summary {
    constructor() {
        this._buffer = '';
    }
    /**
     * Finds the summary file path from the environment, rejects if env var is not found or file does not exist
     * Also checks r/w permissions.
     *
     * @returns step summary file path
     */
    filePath() {
        return summary_awaiter(this, void 0, void 0, function* () {
            if (this._filePath) {
                return this._filePath;
            }
            const pathFromEnv = process.env[SUMMARY_ENV_VAR];
            if (!pathFromEnv) {
                throw new Error(`Unable to find environment variable for $${SUMMARY_ENV_VAR}. Check if your runtime environment supports job summaries.`);
            }
            try {
                yield access(pathFromEnv, external_fs_.constants.R_OK | external_fs_.constants.W_OK);
            }
            catch (_a) {
                throw new Error(`Unable to access summary file: '${pathFromEnv}'. Check if the file has correct read/write permissions.`);
            }
            this._filePath = pathFromEnv;
            return this._filePath;
        });
    }
    /**
     * Wraps content in an HTML tag, adding any HTML attributes
     *
     * @param {string} tag HTML tag to wrap
     * @param {string | null} content content within the tag
     * @param {[attribute: string]: string} attrs key-value list of HTML attributes to add
     *
     * @returns {string} content wrapped in HTML element
     */
    wrap(tag, content, attrs = {}) {
        const htmlAttrs = Object.entries(attrs)
            .map(([key, value]) => ` ${key}="${value}"`)
            .join('');
        if (!content) {
            return `<${tag}${htmlAttrs}>`;
        }
        return `<${tag}${htmlAttrs}>${content}</${tag}>`;
    }
    /**
     * Writes text in the buffer to the summary buffer file and empties buffer. Will append by default.
     *
     * @param {SummaryWriteOptions} [options] (optional) options for write operation
     *
     * @returns {Promise<Summary>} summary instance
     */
    write(options) {
        return summary_awaiter(this, void 0, void 0, function* () {
            const overwrite = !!(options === null || options === void 0 ? void 0 : options.overwrite);
            const filePath = yield this.filePath();
            const writeFunc = overwrite ? writeFile : appendFile;
            yield writeFunc(filePath, this._buffer, { encoding: 'utf8' });
            return this.emptyBuffer();
        });
    }
    /**
     * Clears the summary buffer and wipes the summary file
     *
     * @returns {Summary} summary instance
     */
    clear() {
        return summary_awaiter(this, void 0, void 0, function* () {
            return this.emptyBuffer().write({ overwrite: true });
        });
    }
    /**
     * Returns the current summary buffer as a string
     *
     * @returns {string} string of summary buffer
     */
    stringify() {
        return this._buffer;
    }
    /**
     * If the summary buffer is empty
     *
     * @returns {boolen} true if the buffer is empty
     */
    isEmptyBuffer() {
        return this._buffer.length === 0;
    }
    /**
     * Resets the summary buffer without writing to summary file
     *
     * @returns {Summary} summary instance
     */
    emptyBuffer() {
        this._buffer = '';
        return this;
    }
    /**
     * Adds raw text to the summary buffer
     *
     * @param {string} text content to add
     * @param {boolean} [addEOL=false] (optional) append an EOL to the raw text (default: false)
     *
     * @returns {Summary} summary instance
     */
    addRaw(text, addEOL = false) {
        this._buffer += text;
        return addEOL ? this.addEOL() : this;
    }
    /**
     * Adds the operating system-specific end-of-line marker to the buffer
     *
     * @returns {Summary} summary instance
     */
    addEOL() {
        return this.addRaw(external_os_.EOL);
    }
    /**
     * Adds an HTML codeblock to the summary buffer
     *
     * @param {string} code content to render within fenced code block
     * @param {string} lang (optional) language to syntax highlight code
     *
     * @returns {Summary} summary instance
     */
    addCodeBlock(code, lang) {
        const attrs = Object.assign({}, (lang && { lang }));
        const element = this.wrap('pre', this.wrap('code', code), attrs);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML list to the summary buffer
     *
     * @param {string[]} items list of items to render
     * @param {boolean} [ordered=false] (optional) if the rendered list should be ordered or not (default: false)
     *
     * @returns {Summary} summary instance
     */
    addList(items, ordered = false) {
        const tag = ordered ? 'ol' : 'ul';
        const listItems = items.map(item => this.wrap('li', item)).join('');
        const element = this.wrap(tag, listItems);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML table to the summary buffer
     *
     * @param {SummaryTableCell[]} rows table rows
     *
     * @returns {Summary} summary instance
     */
    addTable(rows) {
        const tableBody = rows
            .map(row => {
            const cells = row
                .map(cell => {
                if (typeof cell === 'string') {
                    return this.wrap('td', cell);
                }
                const { header, data, colspan, rowspan } = cell;
                const tag = header ? 'th' : 'td';
                const attrs = Object.assign(Object.assign({}, (colspan && { colspan })), (rowspan && { rowspan }));
                return this.wrap(tag, data, attrs);
            })
                .join('');
            return this.wrap('tr', cells);
        })
            .join('');
        const element = this.wrap('table', tableBody);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds a collapsable HTML details element to the summary buffer
     *
     * @param {string} label text for the closed state
     * @param {string} content collapsable content
     *
     * @returns {Summary} summary instance
     */
    addDetails(label, content) {
        const element = this.wrap('details', this.wrap('summary', label) + content);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML image tag to the summary buffer
     *
     * @param {string} src path to the image you to embed
     * @param {string} alt text description of the image
     * @param {SummaryImageOptions} options (optional) addition image attributes
     *
     * @returns {Summary} summary instance
     */
    addImage(src, alt, options) {
        const { width, height } = options || {};
        const attrs = Object.assign(Object.assign({}, (width && { width })), (height && { height }));
        const element = this.wrap('img', null, Object.assign({ src, alt }, attrs));
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML section heading element
     *
     * @param {string} text heading text
     * @param {number | string} [level=1] (optional) the heading level, default: 1
     *
     * @returns {Summary} summary instance
     */
    addHeading(text, level) {
        const tag = `h${level}`;
        const allowedTag = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].includes(tag)
            ? tag
            : 'h1';
        const element = this.wrap(allowedTag, text);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML thematic break (<hr>) to the summary buffer
     *
     * @returns {Summary} summary instance
     */
    addSeparator() {
        const element = this.wrap('hr', null);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML line break (<br>) to the summary buffer
     *
     * @returns {Summary} summary instance
     */
    addBreak() {
        const element = this.wrap('br', null);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML blockquote to the summary buffer
     *
     * @param {string} text quote text
     * @param {string} cite (optional) citation url
     *
     * @returns {Summary} summary instance
     */
    addQuote(text, cite) {
        const attrs = Object.assign({}, (cite && { cite }));
        const element = this.wrap('blockquote', text, attrs);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML anchor tag to the summary buffer
     *
     * @param {string} text link text/content
     * @param {string} href hyperlink
     *
     * @returns {Summary} summary instance
     */
    addLink(text, href) {
        const element = this.wrap('a', text, { href });
        return this.addRaw(element).addEOL();
    }
}
const _summary = new Summary();
/**
 * @deprecated use `core.summary`
 */
const markdownSummary = (/* unused pure expression or super */ null && (_summary));
const summary = _summary;
//# sourceMappingURL=summary.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/path-utils.js

/**
 * toPosixPath converts the given path to the posix form. On Windows, \\ will be
 * replaced with /.
 *
 * @param pth. Path to transform.
 * @return string Posix path.
 */
function toPosixPath(pth) {
    return pth.replace(/[\\]/g, '/');
}
/**
 * toWin32Path converts the given path to the win32 form. On Linux, / will be
 * replaced with \\.
 *
 * @param pth. Path to transform.
 * @return string Win32 path.
 */
function toWin32Path(pth) {
    return pth.replace(/[/]/g, '\\');
}
/**
 * toPlatformPath converts the given path to a platform-specific path. It does
 * this by replacing instances of / and \ with the platform-specific path
 * separator.
 *
 * @param pth The path to platformize.
 * @return string The platform-specific path.
 */
function toPlatformPath(pth) {
    return pth.replace(/[/\\]/g, path.sep);
}
//# sourceMappingURL=path-utils.js.map
;// CONCATENATED MODULE: external "string_decoder"
const external_string_decoder_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("string_decoder");
// EXTERNAL MODULE: external "events"
var external_events_ = __nccwpck_require__(434);
;// CONCATENATED MODULE: external "child_process"
const external_child_process_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("child_process");
// EXTERNAL MODULE: external "assert"
var external_assert_ = __nccwpck_require__(613);
;// CONCATENATED MODULE: ./node_modules/@actions/io/lib/io-util.js
var io_util_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};


const { chmod, copyFile, lstat, mkdir, open: io_util_open, readdir, rename, rm, rmdir, stat, symlink, unlink } = external_fs_.promises;
// export const {open} = 'fs'
const IS_WINDOWS = process.platform === 'win32';
/**
 * Custom implementation of readlink to ensure Windows junctions
 * maintain trailing backslash for backward compatibility with Node.js < 24
 *
 * In Node.js 20, Windows junctions (directory symlinks) always returned paths
 * with trailing backslashes. Node.js 24 removed this behavior, which breaks
 * code that relied on this format for path operations.
 *
 * This implementation restores the Node 20 behavior by adding a trailing
 * backslash to all junction results on Windows.
 */
function readlink(fsPath) {
    return io_util_awaiter(this, void 0, void 0, function* () {
        const result = yield fs.promises.readlink(fsPath);
        // On Windows, restore Node 20 behavior: add trailing backslash to all results
        // since junctions on Windows are always directory links
        if (IS_WINDOWS && !result.endsWith('\\')) {
            return `${result}\\`;
        }
        return result;
    });
}
// See https://github.com/nodejs/node/blob/d0153aee367422d0858105abec186da4dff0a0c5/deps/uv/include/uv/win.h#L691
const UV_FS_O_EXLOCK = 0x10000000;
const READONLY = external_fs_.constants.O_RDONLY;
function exists(fsPath) {
    return io_util_awaiter(this, void 0, void 0, function* () {
        try {
            yield stat(fsPath);
        }
        catch (err) {
            if (err.code === 'ENOENT') {
                return false;
            }
            throw err;
        }
        return true;
    });
}
function isDirectory(fsPath_1) {
    return io_util_awaiter(this, arguments, void 0, function* (fsPath, useStat = false) {
        const stats = useStat ? yield stat(fsPath) : yield lstat(fsPath);
        return stats.isDirectory();
    });
}
/**
 * On OSX/Linux, true if path starts with '/'. On Windows, true for paths like:
 * \, \hello, \\hello\share, C:, and C:\hello (and corresponding alternate separator cases).
 */
function isRooted(p) {
    p = normalizeSeparators(p);
    if (!p) {
        throw new Error('isRooted() parameter "p" cannot be empty');
    }
    if (IS_WINDOWS) {
        return (p.startsWith('\\') || /^[A-Z]:/i.test(p) // e.g. \ or \hello or \\hello
        ); // e.g. C: or C:\hello
    }
    return p.startsWith('/');
}
/**
 * Best effort attempt to determine whether a file exists and is executable.
 * @param filePath    file path to check
 * @param extensions  additional file extensions to try
 * @return if file exists and is executable, returns the file path. otherwise empty string.
 */
function tryGetExecutablePath(filePath, extensions) {
    return io_util_awaiter(this, void 0, void 0, function* () {
        let stats = undefined;
        try {
            // test file exists
            stats = yield stat(filePath);
        }
        catch (err) {
            if (err.code !== 'ENOENT') {
                // eslint-disable-next-line no-console
                console.log(`Unexpected error attempting to determine if executable file exists '${filePath}': ${err}`);
            }
        }
        if (stats && stats.isFile()) {
            if (IS_WINDOWS) {
                // on Windows, test for valid extension
                const upperExt = external_path_namespaceObject.extname(filePath).toUpperCase();
                if (extensions.some(validExt => validExt.toUpperCase() === upperExt)) {
                    return filePath;
                }
            }
            else {
                if (isUnixExecutable(stats)) {
                    return filePath;
                }
            }
        }
        // try each extension
        const originalFilePath = filePath;
        for (const extension of extensions) {
            filePath = originalFilePath + extension;
            stats = undefined;
            try {
                stats = yield stat(filePath);
            }
            catch (err) {
                if (err.code !== 'ENOENT') {
                    // eslint-disable-next-line no-console
                    console.log(`Unexpected error attempting to determine if executable file exists '${filePath}': ${err}`);
                }
            }
            if (stats && stats.isFile()) {
                if (IS_WINDOWS) {
                    // preserve the case of the actual file (since an extension was appended)
                    try {
                        const directory = external_path_namespaceObject.dirname(filePath);
                        const upperName = external_path_namespaceObject.basename(filePath).toUpperCase();
                        for (const actualName of yield readdir(directory)) {
                            if (upperName === actualName.toUpperCase()) {
                                filePath = external_path_namespaceObject.join(directory, actualName);
                                break;
                            }
                        }
                    }
                    catch (err) {
                        // eslint-disable-next-line no-console
                        console.log(`Unexpected error attempting to determine the actual case of the file '${filePath}': ${err}`);
                    }
                    return filePath;
                }
                else {
                    if (isUnixExecutable(stats)) {
                        return filePath;
                    }
                }
            }
        }
        return '';
    });
}
function normalizeSeparators(p) {
    p = p || '';
    if (IS_WINDOWS) {
        // convert slashes on Windows
        p = p.replace(/\//g, '\\');
        // remove redundant slashes
        return p.replace(/\\\\+/g, '\\');
    }
    // remove redundant slashes
    return p.replace(/\/\/+/g, '/');
}
// on Mac/Linux, test the execute bit
//     R   W  X  R  W X R W X
//   256 128 64 32 16 8 4 2 1
function isUnixExecutable(stats) {
    return ((stats.mode & 1) > 0 ||
        ((stats.mode & 8) > 0 &&
            process.getgid !== undefined &&
            stats.gid === process.getgid()) ||
        ((stats.mode & 64) > 0 &&
            process.getuid !== undefined &&
            stats.uid === process.getuid()));
}
// Get the path of cmd.exe in windows
function getCmdPath() {
    var _a;
    return (_a = process.env['COMSPEC']) !== null && _a !== void 0 ? _a : `cmd.exe`;
}
//# sourceMappingURL=io-util.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/io/lib/io.js
var io_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};



/**
 * Copies a file or folder.
 * Based off of shelljs - https://github.com/shelljs/shelljs/blob/9237f66c52e5daa40458f94f9565e18e8132f5a6/src/cp.js
 *
 * @param     source    source path
 * @param     dest      destination path
 * @param     options   optional. See CopyOptions.
 */
function cp(source_1, dest_1) {
    return io_awaiter(this, arguments, void 0, function* (source, dest, options = {}) {
        const { force, recursive, copySourceDirectory } = readCopyOptions(options);
        const destStat = (yield ioUtil.exists(dest)) ? yield ioUtil.stat(dest) : null;
        // Dest is an existing file, but not forcing
        if (destStat && destStat.isFile() && !force) {
            return;
        }
        // If dest is an existing directory, should copy inside.
        const newDest = destStat && destStat.isDirectory() && copySourceDirectory
            ? path.join(dest, path.basename(source))
            : dest;
        if (!(yield ioUtil.exists(source))) {
            throw new Error(`no such file or directory: ${source}`);
        }
        const sourceStat = yield ioUtil.stat(source);
        if (sourceStat.isDirectory()) {
            if (!recursive) {
                throw new Error(`Failed to copy. ${source} is a directory, but tried to copy without recursive flag.`);
            }
            else {
                yield cpDirRecursive(source, newDest, 0, force);
            }
        }
        else {
            if (path.relative(source, newDest) === '') {
                // a file cannot be copied to itself
                throw new Error(`'${newDest}' and '${source}' are the same file`);
            }
            yield io_copyFile(source, newDest, force);
        }
    });
}
/**
 * Moves a path.
 *
 * @param     source    source path
 * @param     dest      destination path
 * @param     options   optional. See MoveOptions.
 */
function mv(source_1, dest_1) {
    return io_awaiter(this, arguments, void 0, function* (source, dest, options = {}) {
        if (yield ioUtil.exists(dest)) {
            let destExists = true;
            if (yield ioUtil.isDirectory(dest)) {
                // If dest is directory copy src into dest
                dest = path.join(dest, path.basename(source));
                destExists = yield ioUtil.exists(dest);
            }
            if (destExists) {
                if (options.force == null || options.force) {
                    yield rmRF(dest);
                }
                else {
                    throw new Error('Destination already exists');
                }
            }
        }
        yield mkdirP(path.dirname(dest));
        yield ioUtil.rename(source, dest);
    });
}
/**
 * Remove a path recursively with force
 *
 * @param inputPath path to remove
 */
function rmRF(inputPath) {
    return io_awaiter(this, void 0, void 0, function* () {
        if (ioUtil.IS_WINDOWS) {
            // Check for invalid characters
            // https://docs.microsoft.com/en-us/windows/win32/fileio/naming-a-file
            if (/[*"<>|]/.test(inputPath)) {
                throw new Error('File path must not contain `*`, `"`, `<`, `>` or `|` on Windows');
            }
        }
        try {
            // note if path does not exist, error is silent
            yield ioUtil.rm(inputPath, {
                force: true,
                maxRetries: 3,
                recursive: true,
                retryDelay: 300
            });
        }
        catch (err) {
            throw new Error(`File was unable to be removed ${err}`);
        }
    });
}
/**
 * Make a directory.  Creates the full path with folders in between
 * Will throw if it fails
 *
 * @param   fsPath        path to create
 * @returns Promise<void>
 */
function mkdirP(fsPath) {
    return io_awaiter(this, void 0, void 0, function* () {
        ok(fsPath, 'a path argument must be provided');
        yield ioUtil.mkdir(fsPath, { recursive: true });
    });
}
/**
 * Returns path of a tool had the tool actually been invoked.  Resolves via paths.
 * If you check and the tool does not exist, it will throw.
 *
 * @param     tool              name of the tool
 * @param     check             whether to check if tool exists
 * @returns   Promise<string>   path to tool
 */
function which(tool, check) {
    return io_awaiter(this, void 0, void 0, function* () {
        if (!tool) {
            throw new Error("parameter 'tool' is required");
        }
        // recursive when check=true
        if (check) {
            const result = yield which(tool, false);
            if (!result) {
                if (IS_WINDOWS) {
                    throw new Error(`Unable to locate executable file: ${tool}. Please verify either the file path exists or the file can be found within a directory specified by the PATH environment variable. Also verify the file has a valid extension for an executable file.`);
                }
                else {
                    throw new Error(`Unable to locate executable file: ${tool}. Please verify either the file path exists or the file can be found within a directory specified by the PATH environment variable. Also check the file mode to verify the file is executable.`);
                }
            }
            return result;
        }
        const matches = yield findInPath(tool);
        if (matches && matches.length > 0) {
            return matches[0];
        }
        return '';
    });
}
/**
 * Returns a list of all occurrences of the given tool on the system path.
 *
 * @returns   Promise<string[]>  the paths of the tool
 */
function findInPath(tool) {
    return io_awaiter(this, void 0, void 0, function* () {
        if (!tool) {
            throw new Error("parameter 'tool' is required");
        }
        // build the list of extensions to try
        const extensions = [];
        if (IS_WINDOWS && process.env['PATHEXT']) {
            for (const extension of process.env['PATHEXT'].split(external_path_namespaceObject.delimiter)) {
                if (extension) {
                    extensions.push(extension);
                }
            }
        }
        // if it's rooted, return it if exists. otherwise return empty.
        if (isRooted(tool)) {
            const filePath = yield tryGetExecutablePath(tool, extensions);
            if (filePath) {
                return [filePath];
            }
            return [];
        }
        // if any path separators, return empty
        if (tool.includes(external_path_namespaceObject.sep)) {
            return [];
        }
        // build the list of directories
        //
        // Note, technically "where" checks the current directory on Windows. From a toolkit perspective,
        // it feels like we should not do this. Checking the current directory seems like more of a use
        // case of a shell, and the which() function exposed by the toolkit should strive for consistency
        // across platforms.
        const directories = [];
        if (process.env.PATH) {
            for (const p of process.env.PATH.split(external_path_namespaceObject.delimiter)) {
                if (p) {
                    directories.push(p);
                }
            }
        }
        // find all matches
        const matches = [];
        for (const directory of directories) {
            const filePath = yield tryGetExecutablePath(external_path_namespaceObject.join(directory, tool), extensions);
            if (filePath) {
                matches.push(filePath);
            }
        }
        return matches;
    });
}
function readCopyOptions(options) {
    const force = options.force == null ? true : options.force;
    const recursive = Boolean(options.recursive);
    const copySourceDirectory = options.copySourceDirectory == null
        ? true
        : Boolean(options.copySourceDirectory);
    return { force, recursive, copySourceDirectory };
}
function cpDirRecursive(sourceDir, destDir, currentDepth, force) {
    return io_awaiter(this, void 0, void 0, function* () {
        // Ensure there is not a run away recursive copy
        if (currentDepth >= 255)
            return;
        currentDepth++;
        yield mkdirP(destDir);
        const files = yield ioUtil.readdir(sourceDir);
        for (const fileName of files) {
            const srcFile = `${sourceDir}/${fileName}`;
            const destFile = `${destDir}/${fileName}`;
            const srcFileStat = yield ioUtil.lstat(srcFile);
            if (srcFileStat.isDirectory()) {
                // Recurse
                yield cpDirRecursive(srcFile, destFile, currentDepth, force);
            }
            else {
                yield io_copyFile(srcFile, destFile, force);
            }
        }
        // Change the mode for the newly created directory
        yield ioUtil.chmod(destDir, (yield ioUtil.stat(sourceDir)).mode);
    });
}
// Buffered file copy
function io_copyFile(srcFile, destFile, force) {
    return io_awaiter(this, void 0, void 0, function* () {
        if ((yield ioUtil.lstat(srcFile)).isSymbolicLink()) {
            // unlink/re-link it
            try {
                yield ioUtil.lstat(destFile);
                yield ioUtil.unlink(destFile);
            }
            catch (e) {
                // Try to override file permission
                if (e.code === 'EPERM') {
                    yield ioUtil.chmod(destFile, '0666');
                    yield ioUtil.unlink(destFile);
                }
                // other errors = it doesn't exist, no work to do
            }
            // Copy over symlink
            const symlinkFull = yield ioUtil.readlink(srcFile);
            yield ioUtil.symlink(symlinkFull, destFile, ioUtil.IS_WINDOWS ? 'junction' : null);
        }
        else if (!(yield ioUtil.exists(destFile)) || force) {
            yield ioUtil.copyFile(srcFile, destFile);
        }
    });
}
//# sourceMappingURL=io.js.map
;// CONCATENATED MODULE: external "timers"
const external_timers_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("timers");
;// CONCATENATED MODULE: ./node_modules/@actions/exec/lib/toolrunner.js
var toolrunner_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};







/* eslint-disable @typescript-eslint/unbound-method */
const toolrunner_IS_WINDOWS = process.platform === 'win32';
/*
 * Class for running command line tools. Handles quoting and arg parsing in a platform agnostic way.
 */
class ToolRunner extends external_events_.EventEmitter {
    constructor(toolPath, args, options) {
        super();
        if (!toolPath) {
            throw new Error("Parameter 'toolPath' cannot be null or empty.");
        }
        this.toolPath = toolPath;
        this.args = args || [];
        this.options = options || {};
    }
    _debug(message) {
        if (this.options.listeners && this.options.listeners.debug) {
            this.options.listeners.debug(message);
        }
    }
    _getCommandString(options, noPrefix) {
        const toolPath = this._getSpawnFileName();
        const args = this._getSpawnArgs(options);
        let cmd = noPrefix ? '' : '[command]'; // omit prefix when piped to a second tool
        if (toolrunner_IS_WINDOWS) {
            // Windows + cmd file
            if (this._isCmdFile()) {
                cmd += toolPath;
                for (const a of args) {
                    cmd += ` ${a}`;
                }
            }
            // Windows + verbatim
            else if (options.windowsVerbatimArguments) {
                cmd += `"${toolPath}"`;
                for (const a of args) {
                    cmd += ` ${a}`;
                }
            }
            // Windows (regular)
            else {
                cmd += this._windowsQuoteCmdArg(toolPath);
                for (const a of args) {
                    cmd += ` ${this._windowsQuoteCmdArg(a)}`;
                }
            }
        }
        else {
            // OSX/Linux - this can likely be improved with some form of quoting.
            // creating processes on Unix is fundamentally different than Windows.
            // on Unix, execvp() takes an arg array.
            cmd += toolPath;
            for (const a of args) {
                cmd += ` ${a}`;
            }
        }
        return cmd;
    }
    _processLineBuffer(data, strBuffer, onLine) {
        try {
            let s = strBuffer + data.toString();
            let n = s.indexOf(external_os_.EOL);
            while (n > -1) {
                const line = s.substring(0, n);
                onLine(line);
                // the rest of the string ...
                s = s.substring(n + external_os_.EOL.length);
                n = s.indexOf(external_os_.EOL);
            }
            return s;
        }
        catch (err) {
            // streaming lines to console is best effort.  Don't fail a build.
            this._debug(`error processing line. Failed with error ${err}`);
            return '';
        }
    }
    _getSpawnFileName() {
        if (toolrunner_IS_WINDOWS) {
            if (this._isCmdFile()) {
                return process.env['COMSPEC'] || 'cmd.exe';
            }
        }
        return this.toolPath;
    }
    _getSpawnArgs(options) {
        if (toolrunner_IS_WINDOWS) {
            if (this._isCmdFile()) {
                let argline = `/D /S /C "${this._windowsQuoteCmdArg(this.toolPath)}`;
                for (const a of this.args) {
                    argline += ' ';
                    argline += options.windowsVerbatimArguments
                        ? a
                        : this._windowsQuoteCmdArg(a);
                }
                argline += '"';
                return [argline];
            }
        }
        return this.args;
    }
    _endsWith(str, end) {
        return str.endsWith(end);
    }
    _isCmdFile() {
        const upperToolPath = this.toolPath.toUpperCase();
        return (this._endsWith(upperToolPath, '.CMD') ||
            this._endsWith(upperToolPath, '.BAT'));
    }
    _windowsQuoteCmdArg(arg) {
        // for .exe, apply the normal quoting rules that libuv applies
        if (!this._isCmdFile()) {
            return this._uvQuoteCmdArg(arg);
        }
        // otherwise apply quoting rules specific to the cmd.exe command line parser.
        // the libuv rules are generic and are not designed specifically for cmd.exe
        // command line parser.
        //
        // for a detailed description of the cmd.exe command line parser, refer to
        // http://stackoverflow.com/questions/4094699/how-does-the-windows-command-interpreter-cmd-exe-parse-scripts/7970912#7970912
        // need quotes for empty arg
        if (!arg) {
            return '""';
        }
        // determine whether the arg needs to be quoted
        const cmdSpecialChars = [
            ' ',
            '\t',
            '&',
            '(',
            ')',
            '[',
            ']',
            '{',
            '}',
            '^',
            '=',
            ';',
            '!',
            "'",
            '+',
            ',',
            '`',
            '~',
            '|',
            '<',
            '>',
            '"'
        ];
        let needsQuotes = false;
        for (const char of arg) {
            if (cmdSpecialChars.some(x => x === char)) {
                needsQuotes = true;
                break;
            }
        }
        // short-circuit if quotes not needed
        if (!needsQuotes) {
            return arg;
        }
        // the following quoting rules are very similar to the rules that by libuv applies.
        //
        // 1) wrap the string in quotes
        //
        // 2) double-up quotes - i.e. " => ""
        //
        //    this is different from the libuv quoting rules. libuv replaces " with \", which unfortunately
        //    doesn't work well with a cmd.exe command line.
        //
        //    note, replacing " with "" also works well if the arg is passed to a downstream .NET console app.
        //    for example, the command line:
        //          foo.exe "myarg:""my val"""
        //    is parsed by a .NET console app into an arg array:
        //          [ "myarg:\"my val\"" ]
        //    which is the same end result when applying libuv quoting rules. although the actual
        //    command line from libuv quoting rules would look like:
        //          foo.exe "myarg:\"my val\""
        //
        // 3) double-up slashes that precede a quote,
        //    e.g.  hello \world    => "hello \world"
        //          hello\"world    => "hello\\""world"
        //          hello\\"world   => "hello\\\\""world"
        //          hello world\    => "hello world\\"
        //
        //    technically this is not required for a cmd.exe command line, or the batch argument parser.
        //    the reasons for including this as a .cmd quoting rule are:
        //
        //    a) this is optimized for the scenario where the argument is passed from the .cmd file to an
        //       external program. many programs (e.g. .NET console apps) rely on the slash-doubling rule.
        //
        //    b) it's what we've been doing previously (by deferring to node default behavior) and we
        //       haven't heard any complaints about that aspect.
        //
        // note, a weakness of the quoting rules chosen here, is that % is not escaped. in fact, % cannot be
        // escaped when used on the command line directly - even though within a .cmd file % can be escaped
        // by using %%.
        //
        // the saving grace is, on the command line, %var% is left as-is if var is not defined. this contrasts
        // the line parsing rules within a .cmd file, where if var is not defined it is replaced with nothing.
        //
        // one option that was explored was replacing % with ^% - i.e. %var% => ^%var^%. this hack would
        // often work, since it is unlikely that var^ would exist, and the ^ character is removed when the
        // variable is used. the problem, however, is that ^ is not removed when %* is used to pass the args
        // to an external program.
        //
        // an unexplored potential solution for the % escaping problem, is to create a wrapper .cmd file.
        // % can be escaped within a .cmd file.
        let reverse = '"';
        let quoteHit = true;
        for (let i = arg.length; i > 0; i--) {
            // walk the string in reverse
            reverse += arg[i - 1];
            if (quoteHit && arg[i - 1] === '\\') {
                reverse += '\\'; // double the slash
            }
            else if (arg[i - 1] === '"') {
                quoteHit = true;
                reverse += '"'; // double the quote
            }
            else {
                quoteHit = false;
            }
        }
        reverse += '"';
        return reverse.split('').reverse().join('');
    }
    _uvQuoteCmdArg(arg) {
        // Tool runner wraps child_process.spawn() and needs to apply the same quoting as
        // Node in certain cases where the undocumented spawn option windowsVerbatimArguments
        // is used.
        //
        // Since this function is a port of quote_cmd_arg from Node 4.x (technically, lib UV,
        // see https://github.com/nodejs/node/blob/v4.x/deps/uv/src/win/process.c for details),
        // pasting copyright notice from Node within this function:
        //
        //      Copyright Joyent, Inc. and other Node contributors. All rights reserved.
        //
        //      Permission is hereby granted, free of charge, to any person obtaining a copy
        //      of this software and associated documentation files (the "Software"), to
        //      deal in the Software without restriction, including without limitation the
        //      rights to use, copy, modify, merge, publish, distribute, sublicense, and/or
        //      sell copies of the Software, and to permit persons to whom the Software is
        //      furnished to do so, subject to the following conditions:
        //
        //      The above copyright notice and this permission notice shall be included in
        //      all copies or substantial portions of the Software.
        //
        //      THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
        //      IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
        //      FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
        //      AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
        //      LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING
        //      FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS
        //      IN THE SOFTWARE.
        if (!arg) {
            // Need double quotation for empty argument
            return '""';
        }
        if (!arg.includes(' ') && !arg.includes('\t') && !arg.includes('"')) {
            // No quotation needed
            return arg;
        }
        if (!arg.includes('"') && !arg.includes('\\')) {
            // No embedded double quotes or backslashes, so I can just wrap
            // quote marks around the whole thing.
            return `"${arg}"`;
        }
        // Expected input/output:
        //   input : hello"world
        //   output: "hello\"world"
        //   input : hello""world
        //   output: "hello\"\"world"
        //   input : hello\world
        //   output: hello\world
        //   input : hello\\world
        //   output: hello\\world
        //   input : hello\"world
        //   output: "hello\\\"world"
        //   input : hello\\"world
        //   output: "hello\\\\\"world"
        //   input : hello world\
        //   output: "hello world\\" - note the comment in libuv actually reads "hello world\"
        //                             but it appears the comment is wrong, it should be "hello world\\"
        let reverse = '"';
        let quoteHit = true;
        for (let i = arg.length; i > 0; i--) {
            // walk the string in reverse
            reverse += arg[i - 1];
            if (quoteHit && arg[i - 1] === '\\') {
                reverse += '\\';
            }
            else if (arg[i - 1] === '"') {
                quoteHit = true;
                reverse += '\\';
            }
            else {
                quoteHit = false;
            }
        }
        reverse += '"';
        return reverse.split('').reverse().join('');
    }
    _cloneExecOptions(options) {
        options = options || {};
        const result = {
            cwd: options.cwd || process.cwd(),
            env: options.env || process.env,
            silent: options.silent || false,
            windowsVerbatimArguments: options.windowsVerbatimArguments || false,
            failOnStdErr: options.failOnStdErr || false,
            ignoreReturnCode: options.ignoreReturnCode || false,
            delay: options.delay || 10000
        };
        result.outStream = options.outStream || process.stdout;
        result.errStream = options.errStream || process.stderr;
        return result;
    }
    _getSpawnOptions(options, toolPath) {
        options = options || {};
        const result = {};
        result.cwd = options.cwd;
        result.env = options.env;
        result['windowsVerbatimArguments'] =
            options.windowsVerbatimArguments || this._isCmdFile();
        if (options.windowsVerbatimArguments) {
            result.argv0 = `"${toolPath}"`;
        }
        return result;
    }
    /**
     * Exec a tool.
     * Output will be streamed to the live console.
     * Returns promise with return code
     *
     * @param     tool     path to tool to exec
     * @param     options  optional exec options.  See ExecOptions
     * @returns   number
     */
    exec() {
        return toolrunner_awaiter(this, void 0, void 0, function* () {
            // root the tool path if it is unrooted and contains relative pathing
            if (!isRooted(this.toolPath) &&
                (this.toolPath.includes('/') ||
                    (toolrunner_IS_WINDOWS && this.toolPath.includes('\\')))) {
                // prefer options.cwd if it is specified, however options.cwd may also need to be rooted
                this.toolPath = external_path_namespaceObject.resolve(process.cwd(), this.options.cwd || process.cwd(), this.toolPath);
            }
            // if the tool is only a file name, then resolve it from the PATH
            // otherwise verify it exists (add extension on Windows if necessary)
            this.toolPath = yield which(this.toolPath, true);
            return new Promise((resolve, reject) => toolrunner_awaiter(this, void 0, void 0, function* () {
                this._debug(`exec tool: ${this.toolPath}`);
                this._debug('arguments:');
                for (const arg of this.args) {
                    this._debug(`   ${arg}`);
                }
                const optionsNonNull = this._cloneExecOptions(this.options);
                if (!optionsNonNull.silent && optionsNonNull.outStream) {
                    optionsNonNull.outStream.write(this._getCommandString(optionsNonNull) + external_os_.EOL);
                }
                const state = new ExecState(optionsNonNull, this.toolPath);
                state.on('debug', (message) => {
                    this._debug(message);
                });
                if (this.options.cwd && !(yield exists(this.options.cwd))) {
                    return reject(new Error(`The cwd: ${this.options.cwd} does not exist!`));
                }
                const fileName = this._getSpawnFileName();
                const cp = external_child_process_namespaceObject.spawn(fileName, this._getSpawnArgs(optionsNonNull), this._getSpawnOptions(this.options, fileName));
                let stdbuffer = '';
                if (cp.stdout) {
                    cp.stdout.on('data', (data) => {
                        if (this.options.listeners && this.options.listeners.stdout) {
                            this.options.listeners.stdout(data);
                        }
                        if (!optionsNonNull.silent && optionsNonNull.outStream) {
                            optionsNonNull.outStream.write(data);
                        }
                        stdbuffer = this._processLineBuffer(data, stdbuffer, (line) => {
                            if (this.options.listeners && this.options.listeners.stdline) {
                                this.options.listeners.stdline(line);
                            }
                        });
                    });
                }
                let errbuffer = '';
                if (cp.stderr) {
                    cp.stderr.on('data', (data) => {
                        state.processStderr = true;
                        if (this.options.listeners && this.options.listeners.stderr) {
                            this.options.listeners.stderr(data);
                        }
                        if (!optionsNonNull.silent &&
                            optionsNonNull.errStream &&
                            optionsNonNull.outStream) {
                            const s = optionsNonNull.failOnStdErr
                                ? optionsNonNull.errStream
                                : optionsNonNull.outStream;
                            s.write(data);
                        }
                        errbuffer = this._processLineBuffer(data, errbuffer, (line) => {
                            if (this.options.listeners && this.options.listeners.errline) {
                                this.options.listeners.errline(line);
                            }
                        });
                    });
                }
                cp.on('error', (err) => {
                    state.processError = err.message;
                    state.processExited = true;
                    state.processClosed = true;
                    state.CheckComplete();
                });
                cp.on('exit', (code) => {
                    state.processExitCode = code;
                    state.processExited = true;
                    this._debug(`Exit code ${code} received from tool '${this.toolPath}'`);
                    state.CheckComplete();
                });
                cp.on('close', (code) => {
                    state.processExitCode = code;
                    state.processExited = true;
                    state.processClosed = true;
                    this._debug(`STDIO streams have closed for tool '${this.toolPath}'`);
                    state.CheckComplete();
                });
                state.on('done', (error, exitCode) => {
                    if (stdbuffer.length > 0) {
                        this.emit('stdline', stdbuffer);
                    }
                    if (errbuffer.length > 0) {
                        this.emit('errline', errbuffer);
                    }
                    cp.removeAllListeners();
                    if (error) {
                        reject(error);
                    }
                    else {
                        resolve(exitCode);
                    }
                });
                if (this.options.input) {
                    if (!cp.stdin) {
                        throw new Error('child process missing stdin');
                    }
                    cp.stdin.end(this.options.input);
                }
            }));
        });
    }
}
/**
 * Convert an arg string to an array of args. Handles escaping
 *
 * @param    argString   string of arguments
 * @returns  string[]    array of arguments
 */
function argStringToArray(argString) {
    const args = [];
    let inQuotes = false;
    let escaped = false;
    let arg = '';
    function append(c) {
        // we only escape double quotes.
        if (escaped && c !== '"') {
            arg += '\\';
        }
        arg += c;
        escaped = false;
    }
    for (let i = 0; i < argString.length; i++) {
        const c = argString.charAt(i);
        if (c === '"') {
            if (!escaped) {
                inQuotes = !inQuotes;
            }
            else {
                append(c);
            }
            continue;
        }
        if (c === '\\' && escaped) {
            append(c);
            continue;
        }
        if (c === '\\' && inQuotes) {
            escaped = true;
            continue;
        }
        if (c === ' ' && !inQuotes) {
            if (arg.length > 0) {
                args.push(arg);
                arg = '';
            }
            continue;
        }
        append(c);
    }
    if (arg.length > 0) {
        args.push(arg.trim());
    }
    return args;
}
class ExecState extends external_events_.EventEmitter {
    constructor(options, toolPath) {
        super();
        this.processClosed = false; // tracks whether the process has exited and stdio is closed
        this.processError = '';
        this.processExitCode = 0;
        this.processExited = false; // tracks whether the process has exited
        this.processStderr = false; // tracks whether stderr was written to
        this.delay = 10000; // 10 seconds
        this.done = false;
        this.timeout = null;
        if (!toolPath) {
            throw new Error('toolPath must not be empty');
        }
        this.options = options;
        this.toolPath = toolPath;
        if (options.delay) {
            this.delay = options.delay;
        }
    }
    CheckComplete() {
        if (this.done) {
            return;
        }
        if (this.processClosed) {
            this._setResult();
        }
        else if (this.processExited) {
            this.timeout = (0,external_timers_namespaceObject.setTimeout)(ExecState.HandleTimeout, this.delay, this);
        }
    }
    _debug(message) {
        this.emit('debug', message);
    }
    _setResult() {
        // determine whether there is an error
        let error;
        if (this.processExited) {
            if (this.processError) {
                error = new Error(`There was an error when attempting to execute the process '${this.toolPath}'. This may indicate the process failed to start. Error: ${this.processError}`);
            }
            else if (this.processExitCode !== 0 && !this.options.ignoreReturnCode) {
                error = new Error(`The process '${this.toolPath}' failed with exit code ${this.processExitCode}`);
            }
            else if (this.processStderr && this.options.failOnStdErr) {
                error = new Error(`The process '${this.toolPath}' failed because one or more lines were written to the STDERR stream`);
            }
        }
        // clear the timeout
        if (this.timeout) {
            clearTimeout(this.timeout);
            this.timeout = null;
        }
        this.done = true;
        this.emit('done', error, this.processExitCode);
    }
    static HandleTimeout(state) {
        if (state.done) {
            return;
        }
        if (!state.processClosed && state.processExited) {
            const message = `The STDIO streams did not close within ${state.delay / 1000} seconds of the exit event from process '${state.toolPath}'. This may indicate a child process inherited the STDIO streams and has not yet exited.`;
            state._debug(message);
        }
        state._setResult();
    }
}
//# sourceMappingURL=toolrunner.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/exec/lib/exec.js
var exec_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};


/**
 * Exec a command.
 * Output will be streamed to the live console.
 * Returns promise with return code
 *
 * @param     commandLine        command to execute (can include additional args). Must be correctly escaped.
 * @param     args               optional arguments for tool. Escaping is handled by the lib.
 * @param     options            optional exec options.  See ExecOptions
 * @returns   Promise<number>    exit code
 */
function exec_exec(commandLine, args, options) {
    return exec_awaiter(this, void 0, void 0, function* () {
        const commandArgs = tr.argStringToArray(commandLine);
        if (commandArgs.length === 0) {
            throw new Error(`Parameter 'commandLine' cannot be null or empty.`);
        }
        // Path to tool to execute should be first arg
        const toolPath = commandArgs[0];
        args = commandArgs.slice(1).concat(args || []);
        const runner = new tr.ToolRunner(toolPath, args, options);
        return runner.exec();
    });
}
/**
 * Exec a command and get the output.
 * Output will be streamed to the live console.
 * Returns promise with the exit code and collected stdout and stderr
 *
 * @param     commandLine           command to execute (can include additional args). Must be correctly escaped.
 * @param     args                  optional arguments for tool. Escaping is handled by the lib.
 * @param     options               optional exec options.  See ExecOptions
 * @returns   Promise<ExecOutput>   exit code, stdout, and stderr
 */
function getExecOutput(commandLine, args, options) {
    return exec_awaiter(this, void 0, void 0, function* () {
        var _a, _b;
        let stdout = '';
        let stderr = '';
        //Using string decoder covers the case where a mult-byte character is split
        const stdoutDecoder = new StringDecoder('utf8');
        const stderrDecoder = new StringDecoder('utf8');
        const originalStdoutListener = (_a = options === null || options === void 0 ? void 0 : options.listeners) === null || _a === void 0 ? void 0 : _a.stdout;
        const originalStdErrListener = (_b = options === null || options === void 0 ? void 0 : options.listeners) === null || _b === void 0 ? void 0 : _b.stderr;
        const stdErrListener = (data) => {
            stderr += stderrDecoder.write(data);
            if (originalStdErrListener) {
                originalStdErrListener(data);
            }
        };
        const stdOutListener = (data) => {
            stdout += stdoutDecoder.write(data);
            if (originalStdoutListener) {
                originalStdoutListener(data);
            }
        };
        const listeners = Object.assign(Object.assign({}, options === null || options === void 0 ? void 0 : options.listeners), { stdout: stdOutListener, stderr: stdErrListener });
        const exitCode = yield exec_exec(commandLine, args, Object.assign(Object.assign({}, options), { listeners }));
        //flush any remaining characters
        stdout += stdoutDecoder.end();
        stderr += stderrDecoder.end();
        return {
            exitCode,
            stdout,
            stderr
        };
    });
}
//# sourceMappingURL=exec.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/platform.js
var platform_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};


const getWindowsInfo = () => platform_awaiter(void 0, void 0, void 0, function* () {
    const { stdout: version } = yield exec.getExecOutput('powershell -command "(Get-CimInstance -ClassName Win32_OperatingSystem).Version"', undefined, {
        silent: true
    });
    const { stdout: name } = yield exec.getExecOutput('powershell -command "(Get-CimInstance -ClassName Win32_OperatingSystem).Caption"', undefined, {
        silent: true
    });
    return {
        name: name.trim(),
        version: version.trim()
    };
});
const getMacOsInfo = () => platform_awaiter(void 0, void 0, void 0, function* () {
    var _a, _b, _c, _d;
    const { stdout } = yield exec.getExecOutput('sw_vers', undefined, {
        silent: true
    });
    const version = (_b = (_a = stdout.match(/ProductVersion:\s*(.+)/)) === null || _a === void 0 ? void 0 : _a[1]) !== null && _b !== void 0 ? _b : '';
    const name = (_d = (_c = stdout.match(/ProductName:\s*(.+)/)) === null || _c === void 0 ? void 0 : _c[1]) !== null && _d !== void 0 ? _d : '';
    return {
        name,
        version
    };
});
const getLinuxInfo = () => platform_awaiter(void 0, void 0, void 0, function* () {
    const { stdout } = yield exec.getExecOutput('lsb_release', ['-i', '-r', '-s'], {
        silent: true
    });
    const [name, version] = stdout.trim().split('\n');
    return {
        name,
        version
    };
});
const platform = external_os_.platform();
const arch = external_os_.arch();
const isWindows = platform === 'win32';
const isMacOS = platform === 'darwin';
const isLinux = platform === 'linux';
function getDetails() {
    return platform_awaiter(this, void 0, void 0, function* () {
        return Object.assign(Object.assign({}, (yield (isWindows
            ? getWindowsInfo()
            : isMacOS
                ? getMacOsInfo()
                : getLinuxInfo()))), { platform,
            arch,
            isWindows,
            isMacOS,
            isLinux });
    });
}
//# sourceMappingURL=platform.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/core.js
var core_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};






/**
 * The code to exit an action
 */
var ExitCode;
(function (ExitCode) {
    /**
     * A code indicating that the action was successful
     */
    ExitCode[ExitCode["Success"] = 0] = "Success";
    /**
     * A code indicating that the action was a failure
     */
    ExitCode[ExitCode["Failure"] = 1] = "Failure";
})(ExitCode || (ExitCode = {}));
//-----------------------------------------------------------------------
// Variables
//-----------------------------------------------------------------------
/**
 * Sets env variable for this action and future actions in the job
 * @param name the name of the variable to set
 * @param val the value of the variable. Non-string values will be converted to a string via JSON.stringify
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function exportVariable(name, val) {
    const convertedVal = toCommandValue(val);
    process.env[name] = convertedVal;
    const filePath = process.env['GITHUB_ENV'] || '';
    if (filePath) {
        return issueFileCommand('ENV', prepareKeyValueMessage(name, val));
    }
    issueCommand('set-env', { name }, convertedVal);
}
/**
 * Registers a secret which will get masked from logs
 *
 * @param secret - Value of the secret to be masked
 * @remarks
 * This function instructs the Actions runner to mask the specified value in any
 * logs produced during the workflow run. Once registered, the secret value will
 * be replaced with asterisks (***) whenever it appears in console output, logs,
 * or error messages.
 *
 * This is useful for protecting sensitive information such as:
 * - API keys
 * - Access tokens
 * - Authentication credentials
 * - URL parameters containing signatures (SAS tokens)
 *
 * Note that masking only affects future logs; any previous appearances of the
 * secret in logs before calling this function will remain unmasked.
 *
 * @example
 * ```typescript
 * // Register an API token as a secret
 * const apiToken = "abc123xyz456";
 * setSecret(apiToken);
 *
 * // Now any logs containing this value will show *** instead
 * console.log(`Using token: ${apiToken}`); // Outputs: "Using token: ***"
 * ```
 */
function core_setSecret(secret) {
    command_issueCommand('add-mask', {}, secret);
}
/**
 * Prepends inputPath to the PATH (for this action and future actions)
 * @param inputPath
 */
function addPath(inputPath) {
    const filePath = process.env['GITHUB_PATH'] || '';
    if (filePath) {
        issueFileCommand('PATH', inputPath);
    }
    else {
        issueCommand('add-path', {}, inputPath);
    }
    process.env['PATH'] = `${inputPath}${path.delimiter}${process.env['PATH']}`;
}
/**
 * Gets the value of an input.
 * Unless trimWhitespace is set to false in InputOptions, the value is also trimmed.
 * Returns an empty string if the value is not defined.
 *
 * @param     name     name of the input to get
 * @param     options  optional. See InputOptions.
 * @returns   string
 */
function getInput(name, options) {
    const val = process.env[`INPUT_${name.replace(/ /g, '_').toUpperCase()}`] || '';
    if (options && options.required && !val) {
        throw new Error(`Input required and not supplied: ${name}`);
    }
    if (options && options.trimWhitespace === false) {
        return val;
    }
    return val.trim();
}
/**
 * Gets the values of an multiline input.  Each value is also trimmed.
 *
 * @param     name     name of the input to get
 * @param     options  optional. See InputOptions.
 * @returns   string[]
 *
 */
function getMultilineInput(name, options) {
    const inputs = getInput(name, options)
        .split('\n')
        .filter(x => x !== '');
    if (options && options.trimWhitespace === false) {
        return inputs;
    }
    return inputs.map(input => input.trim());
}
/**
 * Gets the input value of the boolean type in the YAML 1.2 "core schema" specification.
 * Support boolean input list: `true | True | TRUE | false | False | FALSE` .
 * The return value is also in boolean type.
 * ref: https://yaml.org/spec/1.2/spec.html#id2804923
 *
 * @param     name     name of the input to get
 * @param     options  optional. See InputOptions.
 * @returns   boolean
 */
function getBooleanInput(name, options) {
    const trueValue = ['true', 'True', 'TRUE'];
    const falseValue = ['false', 'False', 'FALSE'];
    const val = getInput(name, options);
    if (trueValue.includes(val))
        return true;
    if (falseValue.includes(val))
        return false;
    throw new TypeError(`Input does not meet YAML 1.2 "Core Schema" specification: ${name}\n` +
        `Support boolean input list: \`true | True | TRUE | false | False | FALSE\``);
}
/**
 * Sets the value of an output.
 *
 * @param     name     name of the output to set
 * @param     value    value to store. Non-string values will be converted to a string via JSON.stringify
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function setOutput(name, value) {
    const filePath = process.env['GITHUB_OUTPUT'] || '';
    if (filePath) {
        return file_command_issueFileCommand('OUTPUT', file_command_prepareKeyValueMessage(name, value));
    }
    process.stdout.write(external_os_.EOL);
    command_issueCommand('set-output', { name }, utils_toCommandValue(value));
}
/**
 * Enables or disables the echoing of commands into stdout for the rest of the step.
 * Echoing is disabled by default if ACTIONS_STEP_DEBUG is not set.
 *
 */
function setCommandEcho(enabled) {
    issue('echo', enabled ? 'on' : 'off');
}
//-----------------------------------------------------------------------
// Results
//-----------------------------------------------------------------------
/**
 * Sets the action status to failed.
 * When the action exits it will be with an exit code of 1
 * @param message add error issue message
 */
function setFailed(message) {
    process.exitCode = ExitCode.Failure;
    error(message);
}
//-----------------------------------------------------------------------
// Logging Commands
//-----------------------------------------------------------------------
/**
 * Gets whether Actions Step Debug is on or not
 */
function isDebug() {
    return process.env['RUNNER_DEBUG'] === '1';
}
/**
 * Writes debug message to user log
 * @param message debug message
 */
function core_debug(message) {
    command_issueCommand('debug', {}, message);
}
/**
 * Adds an error issue
 * @param message error issue message. Errors will be converted to string via toString()
 * @param properties optional properties to add to the annotation.
 */
function error(message, properties = {}) {
    command_issueCommand('error', toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
 * Adds a warning issue
 * @param message warning issue message. Errors will be converted to string via toString()
 * @param properties optional properties to add to the annotation.
 */
function core_warning(message, properties = {}) {
    command_issueCommand('warning', toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
 * Adds a notice issue
 * @param message notice issue message. Errors will be converted to string via toString()
 * @param properties optional properties to add to the annotation.
 */
function notice(message, properties = {}) {
    command_issueCommand('notice', toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
 * Writes info to log with console.log.
 * @param message info message
 */
function core_info(message) {
    process.stdout.write(message + external_os_.EOL);
}
/**
 * Begin an output group.
 *
 * Output until the next `groupEnd` will be foldable in this group
 *
 * @param name The name of the output group
 */
function startGroup(name) {
    command_issue('group', name);
}
/**
 * End an output group.
 */
function core_endGroup() {
    command_issue('endgroup');
}
/**
 * Wrap an asynchronous function call in a group.
 *
 * Returns the same type as the function itself.
 *
 * @param name The name of the group
 * @param fn The function to wrap in the group
 */
function group(name, fn) {
    return core_awaiter(this, void 0, void 0, function* () {
        startGroup(name);
        let result;
        try {
            result = yield fn();
        }
        finally {
            core_endGroup();
        }
        return result;
    });
}
//-----------------------------------------------------------------------
// Wrapper action state
//-----------------------------------------------------------------------
/**
 * Saves state for current action, the state can only be retrieved by this action's post job execution.
 *
 * @param     name     name of the state to store
 * @param     value    value to store. Non-string values will be converted to a string via JSON.stringify
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function saveState(name, value) {
    const filePath = process.env['GITHUB_STATE'] || '';
    if (filePath) {
        return file_command_issueFileCommand('STATE', file_command_prepareKeyValueMessage(name, value));
    }
    command_issueCommand('save-state', { name }, utils_toCommandValue(value));
}
/**
 * Gets the value of an state set by this action's main execution.
 *
 * @param     name     name of the state to get
 * @returns   string
 */
function getState(name) {
    return process.env[`STATE_${name}`] || '';
}
function getIDToken(aud) {
    return core_awaiter(this, void 0, void 0, function* () {
        return yield OidcClient.getIDToken(aud);
    });
}
/**
 * Summary exports
 */

/**
 * @deprecated use core.summary
 */

/**
 * Path exports
 */

/**
 * Platform utilities exports
 */

//# sourceMappingURL=core.js.map
;// CONCATENATED MODULE: external "node:timers/promises"
const promises_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:timers/promises");
;// CONCATENATED MODULE: ./lib/clock.js

/** The clocks of the machine. */
const systemClock = {
    now: () => Date.now(),
    monotonicMs: () => performance.now(),
    async sleep(ms, signal) {
        try {
            await (0,promises_namespaceObject.setTimeout)(ms, undefined, { signal });
        }
        catch (error) {
            signal.throwIfAborted();
            throw error;
        }
    },
};
/** The point in time at which an operation times out (docs/contract.md, Inputs, `timeout_minutes`). */
class Deadline {
    timeoutMs;
    #clock;
    #endMs;
    constructor(clock, timeoutMs) {
        this.timeoutMs = timeoutMs;
        this.#clock = clock;
        this.#endMs = clock.monotonicMs() + timeoutMs;
    }
    /** Milliseconds that are left, never below 0. */
    leftMs() {
        return Math.max(0, this.#endMs - this.#clock.monotonicMs());
    }
}

;// CONCATENATED MODULE: external "node:util"
const external_node_util_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:util");
;// CONCATENATED MODULE: ./lib/text.js

/**
 * Longest line, in UTF-16 units. The text is cut before anything else, because Node's pattern for ANSI codes takes time
 * that grows with the square of the length.
 */
const MAX_LINE_LENGTH = 16_384;
/** Longest text in quotes, in UTF-16 units. */
const MAX_QUOTE_LENGTH = 80;
/** Control characters, line and paragraph separators, and the invisible ones that reorder or hide text. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;
/** The punctuation that can act in Markdown or HTML; `link` is what makes a link of an address without brackets. */
const MARKUP = /(?<link>@|:(?=\/)|(?<=www)\.)|[!#-&*+./:<-@[-`{-~]/giu;
/**
 * Makes text from outside safe as one line of a log: no newlines, no ANSI codes, no workflow command. The runner takes
 * `::` at the start of a line as a command and the older `##[` anywhere in it.
 * @returns at most 16,384 UTF-16 units of the text, apart from the spaces that break up commands
 */
function sanitizeLine(text) {
    return (0,external_node_util_namespaceObject.stripVTControlCharacters)(truncate(text, MAX_LINE_LENGTH))
        .replace(UNPRINTABLE, ' ')
        .replace(/^(\s*):(?=:)/u, '$1: ')
        .replaceAll('##[', '## [');
}
/** Text from outside in quotes, on one line, cut to 80 UTF-16 units. */
function quote(text) {
    return `"${truncate(sanitizeLine(text), MAX_QUOTE_LENGTH)}"`;
}
/** Text as a sentence of its own or at the end of one: with one full stop, unless it ends with another such mark. */
function withFullStop(text) {
    // A pattern for the end alone would take time that grows with the square of the length.
    let end = text.length;
    while (end > 0 && /[.\s]/u.test(text.charAt(end - 1)))
        end -= 1;
    const kept = text.slice(0, end);
    return /[!?]$/u.test(kept.slice(-1)) ? kept : `${kept}.`;
}
/** Cuts text to at most `length` UTF-16 units, never within a character, and shows that something is missing. */
function truncate(text, length) {
    if (text.length <= length)
        return text;
    return `${text.slice(0, length - 1).replace(/[\uD800-\uDBFF]$/u, '')}…`;
}
/**
 * Makes text from outside safe in Markdown and HTML, also in a table cell and in `<code>`, but not in backticks. The
 * punctuation that can act becomes numeric character references, which CommonMark never reads as markup (spec 0.31,
 * section 2.5). GitHub looks for e-mail addresses after it has resolved them, and others for URLs too: an element around
 * the mark that makes the address prevents that.
 */
function escapeMarkup(text) {
    return sanitizeLine(text).replace(MARKUP, (mark, link) => {
        const reference = `&#${mark.charCodeAt(0)};`;
        return link === undefined ? reference : `<span>${reference}</span>`;
    });
}

;// CONCATENATED MODULE: ./lib/errors.js

/**
 * An error that a person reads. Each part is made harmless before it becomes the message, because names and the API's
 * messages come from outside (docs/contract.md, What must never happen, 9).
 */
class ActionError extends Error {
    parts;
    constructor(parts, cause) {
        super([parts.summary, parts.state ?? [], parts.hint].flat().map(sanitizeLine).join('\n'), { cause });
        this.name = 'ActionError';
        this.parts = parts;
    }
}
/** The runner cancelled the job with a signal. */
class CancelledError extends Error {
    constructor(signal) {
        super(`The job was cancelled (${signal}).`);
        this.name = 'CancelledError';
    }
}
/** The message of anything that was thrown. */
function errorMessage(error) {
    return error instanceof Error ? error.message : String(error);
}

;// CONCATENATED MODULE: ./lib/github/commit-status.js


/** The name of the status on the commit (docs/contract.md, Inputs, `commit_status`). */
const STATUS_CONTEXT = 'vps-snapshot/rollback';
/** Longest description that GitHub takes, in characters. */
const MAX_DESCRIPTION_LENGTH = 140;
const REQUEST_MS = 10_000;
const MAX_RESPONSE_BYTES = 1024 * 1024;
/**
 * Sets statuses with Octokit, which is loaded only if there is one to set. It never throws: whatever the commit says, the
 * server was rolled back.
 * @param token of the workflow; empty: nothing is sent
 * @param http sends with a timeout, and through a proxy if there is one
 * @param redact replaces the secrets in the description, which the runner's masks do not reach
 */
function createOctokitStatusSetter(token, run, http, redact) {
    return async (state, description) => {
        if (token === '')
            return 'github_token is empty.';
        try {
            const { getOctokit } = await Promise.resolve(/* import() eager */).then(__nccwpck_require__.bind(__nccwpck_require__, 413));
            const [owner = '', repo = ''] = run.repository.split('/');
            const { status } = await getOctokit(token, {
                request: { fetch: createFetch(http) },
            }).rest.repos.createCommitStatus({
                owner,
                repo,
                sha: run.sha,
                state,
                context: STATUS_CONTEXT,
                description: truncate(redact(sanitizeLine(redact(description))), MAX_DESCRIPTION_LENGTH),
                target_url: run.runUrl,
            });
            // Octokit takes a redirect for success, and none is followed.
            return Number(status) === 201 ? undefined : `GitHub returned ${status}.`;
        }
        catch (error) {
            return redact(errorMessage(error));
        }
    };
}
/** What Octokit uses of `fetch`. */
function createFetch(http) {
    return async (url, { headers, body }) => {
        const request = { method: 'POST', url, headers, body };
        const response = await http(request, REQUEST_MS, { maxBytes: MAX_RESPONSE_BYTES });
        return new Response(response.body || null, {
            status: response.status,
            headers: { 'content-type': 'application/json' },
        });
    };
}

;// CONCATENATED MODULE: external "node:fs"
const external_node_fs_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs");
;// CONCATENATED MODULE: external "node:path"
const external_node_path_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:path");
;// CONCATENATED MODULE: ./node_modules/valibot/dist/index.mjs
//#region src/storages/globalConfig/globalConfig.ts
let store$4;
const DEFAULT_CONFIG = {
	lang: void 0,
	message: void 0,
	abortEarly: void 0,
	abortPipeEarly: void 0
};
/**
* Sets the global configuration.
*
* @param config The configuration.
*/
function setGlobalConfig(config$1) {
	store$4 = {
		...store$4,
		...config$1
	};
}
/**
* Returns the global configuration.
*
* @param config The config to merge.
*
* @returns The configuration.
*/
/* @__NO_SIDE_EFFECTS__ */
function getGlobalConfig(config$1) {
	if (!config$1 && !store$4) return DEFAULT_CONFIG;
	return {
		lang: config$1?.lang ?? store$4?.lang,
		message: config$1?.message,
		abortEarly: config$1?.abortEarly ?? store$4?.abortEarly,
		abortPipeEarly: config$1?.abortPipeEarly ?? store$4?.abortPipeEarly
	};
}
/**
* Deletes the global configuration.
*/
function deleteGlobalConfig() {
	store$4 = void 0;
}

//#endregion
//#region src/storages/globalMessage/globalMessage.ts
let store$3;
/**
* Sets a global error message.
*
* @param message The error message.
* @param lang The language of the message.
*/
function setGlobalMessage(message$1, lang) {
	if (!store$3) store$3 = /* @__PURE__ */ new Map();
	store$3.set(lang, message$1);
}
/**
* Returns a global error message.
*
* @param lang The language of the message.
*
* @returns The error message.
*/
/* @__NO_SIDE_EFFECTS__ */
function getGlobalMessage(lang) {
	return store$3?.get(lang);
}
/**
* Deletes a global error message.
*
* @param lang The language of the message.
*/
function deleteGlobalMessage(lang) {
	store$3?.delete(lang);
}

//#endregion
//#region src/storages/schemaMessage/schemaMessage.ts
let store$2;
/**
* Sets a schema error message.
*
* @param message The error message.
* @param lang The language of the message.
*/
function setSchemaMessage(message$1, lang) {
	if (!store$2) store$2 = /* @__PURE__ */ new Map();
	store$2.set(lang, message$1);
}
/**
* Returns a schema error message.
*
* @param lang The language of the message.
*
* @returns The error message.
*/
/* @__NO_SIDE_EFFECTS__ */
function getSchemaMessage(lang) {
	return store$2?.get(lang);
}
/**
* Deletes a schema error message.
*
* @param lang The language of the message.
*/
function deleteSchemaMessage(lang) {
	store$2?.delete(lang);
}

//#endregion
//#region src/storages/specificMessage/specificMessage.ts
let store$1;
/**
* Sets a specific error message.
*
* @param reference The identifier reference.
* @param message The error message.
* @param lang The language of the message.
*/
function setSpecificMessage(reference, message$1, lang) {
	if (!store$1) store$1 = /* @__PURE__ */ new Map();
	if (!store$1.get(reference)) store$1.set(reference, /* @__PURE__ */ new Map());
	store$1.get(reference).set(lang, message$1);
}
/**
* Returns a specific error message.
*
* @param reference The identifier reference.
* @param lang The language of the message.
*
* @returns The error message.
*/
/* @__NO_SIDE_EFFECTS__ */
function getSpecificMessage(reference, lang) {
	return store$1?.get(reference)?.get(lang);
}
/**
* Deletes a specific error message.
*
* @param reference The identifier reference.
* @param lang The language of the message.
*/
function deleteSpecificMessage(reference, lang) {
	store$1?.get(reference)?.delete(lang);
}

//#endregion
//#region src/utils/_stringify/_stringify.ts
/**
* Stringifies an unknown input to a literal or type string.
*
* @param input The unknown input.
*
* @returns A literal or type string.
*
* @internal
*/
/* @__NO_SIDE_EFFECTS__ */
function _stringify(input) {
	const type = typeof input;
	if (type === "string") return `"${input}"`;
	if (type === "number" || type === "bigint" || type === "boolean") return `${input}`;
	if (type === "object" || type === "function") return (input && Object.getPrototypeOf(input)?.constructor?.name) ?? "null";
	return type;
}

//#endregion
//#region src/utils/_addIssue/_addIssue.ts
/**
* Adds an issue to the dataset.
*
* @param context The issue context.
* @param label The issue label.
* @param dataset The input dataset.
* @param config The configuration.
* @param other The optional props.
*
* @internal
*/
function _addIssue(context, label, dataset, config$1, other) {
	const input = other && "input" in other ? other.input : dataset.value;
	const expected = other?.expected ?? context.expects ?? null;
	const received = other?.received ?? /* @__PURE__ */ _stringify(input);
	const issue = {
		kind: context.kind,
		type: context.type,
		input,
		expected,
		received,
		message: `Invalid ${label}: ${expected ? `Expected ${expected} but r` : "R"}eceived ${received}`,
		requirement: context.requirement,
		path: other?.path,
		issues: other?.issues,
		lang: config$1.lang,
		abortEarly: config$1.abortEarly,
		abortPipeEarly: config$1.abortPipeEarly
	};
	const isSchema = context.kind === "schema";
	const message$1 = other?.message ?? context.message ?? /* @__PURE__ */ getSpecificMessage(context.reference, issue.lang) ?? (isSchema ? /* @__PURE__ */ getSchemaMessage(issue.lang) : null) ?? config$1.message ?? /* @__PURE__ */ getGlobalMessage(issue.lang);
	if (message$1 !== void 0) issue.message = typeof message$1 === "function" ? message$1(issue) : message$1;
	if (isSchema) dataset.typed = false;
	if (dataset.issues) dataset.issues.push(issue);
	else dataset.issues = [issue];
}

//#endregion
//#region src/utils/_cloneDataset/_cloneDataset.ts
/**
* Creates a shallow copy of a dataset.
*
* Hint: The `value` is copied by reference, but the `issues` array, its issues
* and their `path` arrays are cloned to avoid reusing mutable dataset state
* across multiple runs. Mutating a returned object or array value can
* therefore affect later cache hits that reuse the same cached output.
*
* @param dataset The output dataset.
*
* @returns The copied output dataset.
*/
/* @__NO_SIDE_EFFECTS__ */
function _cloneDataset(dataset) {
	return {
		typed: dataset.typed,
		value: dataset.value,
		issues: dataset.issues?.map((issue) => ({
			...issue,
			path: issue.path && [...issue.path]
		}))
	};
}

//#endregion
//#region src/utils/_formatCase/_formatCase.ts
/**
* Splits a string into lowercase words and rejoins them with the given
* separator and capitalization rules.
*
* Words are separated by `_`, `-` and ASCII whitespace, as well as by case
* and acronym boundaries. Whether the first or subsequent words are
* capitalized is controlled by `capFirst` and `capRest`.
*
* Hint: Implemented in a single pass that emits directly to the result
* string to avoid an intermediate `string[]` allocation. ASCII chars are
* classified via char codes to skip `.toLowerCase()` and `.toUpperCase()`
* method calls in the common case.
*
* Hint: Digits are treated as a separate character class, so `item2Name`
* yields `item2` and `name` rather than `item`, `2` and `name`.
*
* @param input The input string.
* @param separator The string inserted between words.
* @param capFirst Whether to capitalize the first word.
* @param capRest Whether to capitalize subsequent words.
*
* @returns The formatted string.
*
* @internal
*/
/* @__NO_SIDE_EFFECTS__ */
function _formatCase(input, separator, capFirst, capRest) {
	let result = "";
	let firstWord = true;
	let start = 0;
	let prev = 0;
	let prevPrev = 0;
	const flush = (end) => {
		if (end > start) {
			let word = input.slice(start, end).toLowerCase();
			if (firstWord ? capFirst : capRest) {
				const firstCode = word.charCodeAt(0);
				if (firstCode >= 97 && firstCode <= 122) word = String.fromCharCode(firstCode - 32) + word.slice(1);
				else {
					const charLen = firstCode >= 55296 && firstCode <= 56319 ? 2 : 1;
					word = word.slice(0, charLen).toUpperCase() + word.slice(charLen);
				}
			}
			result += firstWord ? word : separator + word;
			firstWord = false;
		}
	};
	for (let index = 0; index < input.length; index++) {
		const code = input.charCodeAt(index);
		let type;
		if (code === 32 || code === 9 || code === 10 || code === 11 || code === 12 || code === 13 || code === 45 || code === 95) {
			flush(index);
			start = index + 1;
			type = 0;
		} else if (code < 128) type = code >= 65 && code <= 90 ? 1 : code >= 97 && code <= 122 ? 2 : 3;
		else {
			const char = input[index];
			const charLower = char.toLowerCase();
			type = charLower === char.toUpperCase() ? 3 : char === charLower ? 2 : 1;
		}
		if (type === 1 && (prev === 2 || prev === 3) && index > start) {
			flush(index);
			start = index;
		} else if (type === 2 && prev === 1 && prevPrev === 1 && index - 1 > start) {
			flush(index - 1);
			start = index - 1;
		}
		prevPrev = prev;
		prev = type;
	}
	flush(input.length);
	return result;
}

//#endregion
//#region src/utils/_getByteCount/_getByteCount.ts
let textEncoder;
/**
* Returns the byte count of the input.
*
* @param input The input to be measured.
*
* @returns The byte count.
*
* @internal
*/
/* @__NO_SIDE_EFFECTS__ */
function _getByteCount(input) {
	if (!textEncoder) textEncoder = new TextEncoder();
	return textEncoder.encode(input).length;
}

//#endregion
//#region src/utils/_getCodePointCount/_getCodePointCount.ts
/**
* Returns the code point count of the input.
*
* @param input The input to be measured.
*
* @returns The code point count.
*
* @internal
*/
/* @__NO_SIDE_EFFECTS__ */
function _getCodePointCount(input) {
	let count = input.length;
	const lengthMinus1 = input.length - 1;
	for (let i = 0; i < lengthMinus1;) if (input.codePointAt(i) <= 65535) i++;
	else {
		i += 2;
		count--;
	}
	return count;
}

//#endregion
//#region src/utils/_getGraphemeCount/_getGraphemeCount.ts
let segmenter;
/**
* Returns the grapheme count of the input.
*
* @param input The input to be measured.
*
* @returns The grapheme count.
*
* @internal
*/
/* @__NO_SIDE_EFFECTS__ */
function _getGraphemeCount(input) {
	if (!segmenter) segmenter = new Intl.Segmenter();
	const segments = segmenter.segment(input);
	let count = 0;
	for (const _ of segments) count++;
	return count;
}

//#endregion
//#region src/utils/_getLastMetadata/_getLastMetadata.ts
/**
* Returns the last top-level value of a given metadata type from a schema
* using a breadth-first search that starts with the last item in the pipeline.
*
* @param schema The schema to search.
* @param type The metadata type.
*
* @returns The value, if any.
*
* @internal
*/
/* @__NO_SIDE_EFFECTS__ */
function _getLastMetadata(schema, type) {
	if ("pipe" in schema) {
		const nestedSchemas = [];
		for (let index = schema.pipe.length - 1; index >= 0; index--) {
			const item = schema.pipe[index];
			if (item.kind === "schema" && "pipe" in item) nestedSchemas.push(item);
			else if (item.kind === "metadata" && item.type === type) return item[type];
		}
		for (const nestedSchema of nestedSchemas) {
			const result = /* @__PURE__ */ _getLastMetadata(nestedSchema, type);
			if (result !== void 0) return result;
		}
	}
}

//#endregion
//#region src/utils/_getWordCount/_getWordCount.ts
let store;
/**
* Returns the word count of the input.
*
* @param locales The locales to be used.
* @param input The input to be measured.
*
* @returns The word count.
*
* @internal
*/
/* @__NO_SIDE_EFFECTS__ */
function _getWordCount(locales, input) {
	if (!store) store = /* @__PURE__ */ new Map();
	const key = String(locales);
	let segmenter$1 = store.get(key);
	if (!segmenter$1) {
		segmenter$1 = new Intl.Segmenter(locales, { granularity: "word" });
		store.set(key, segmenter$1);
	}
	const segments = segmenter$1.segment(input);
	let count = 0;
	for (const segment of segments) if (segment.isWordLike) count++;
	return count;
}

//#endregion
//#region src/utils/_isLuhnAlgo/_isLuhnAlgo.ts
/**
* Non-digit regex.
*/
const NON_DIGIT_REGEX = /\D/gu;
/**
* Checks whether a string with numbers corresponds to the luhn algorithm.
*
* @param input The input to be checked.
*
* @returns Whether input is valid.
*
* @internal
*/
/* @__NO_SIDE_EFFECTS__ */
function _isLuhnAlgo(input) {
	const number$1 = input.replace(NON_DIGIT_REGEX, "");
	let length$1 = number$1.length;
	let bit = 1;
	let sum = 0;
	while (length$1) {
		const value$1 = +number$1[--length$1];
		bit ^= 1;
		sum += bit ? [
			0,
			2,
			4,
			6,
			8,
			1,
			3,
			5,
			7,
			9
		][value$1] : value$1;
	}
	return sum % 10 === 0;
}

//#endregion
//#region src/utils/_isSameValueZero/_isSameValueZero.ts
/**
* Compares two values using the SameValueZero algorithm, which treats `NaN`
* as equal to itself unlike `===`.
*
* @param value1 The first value.
* @param value2 The second value.
*
* @returns Whether the values are equal.
*
* @internal
*/
/* @__NO_SIDE_EFFECTS__ */
function _isSameValueZero(value1, value2) {
	return value1 === value2 || Number.isNaN(value1) && Number.isNaN(value2);
}

//#endregion
//#region src/utils/_isValidObjectKey/_isValidObjectKey.ts
/**
* Disallows inherited object properties and prevents object prototype
* pollution by disallowing certain keys.
*
* @param object The object to check.
* @param key The key to check.
*
* @returns Whether the key is allowed.
*
* @internal
*/
/* @__NO_SIDE_EFFECTS__ */
function _isValidObjectKey(object$1, key) {
	return Object.prototype.hasOwnProperty.call(object$1, key) && key !== "__proto__" && key !== "prototype" && key !== "constructor";
}

//#endregion
//#region src/utils/_isValueMatch/_isValueMatch.ts
/**
* Checks whether a value matches a value action requirement.
*
* @param requirement The value action requirement.
* @param value The value to check.
*
* @returns Whether the value matches the requirement.
*
* @internal
*/
/* @__NO_SIDE_EFFECTS__ */
function _isValueMatch(requirement, value$1) {
	return Number.isNaN(requirement) && Number.isNaN(value$1) || requirement <= value$1 && requirement >= value$1;
}

//#endregion
//#region src/utils/_joinExpects/_joinExpects.ts
/**
* Joins multiple `expects` values with the given separator.
*
* @param values The `expects` values.
* @param separator The separator.
*
* @returns The joined `expects` property.
*
* @internal
*/
/* @__NO_SIDE_EFFECTS__ */
function _joinExpects(values$1, separator) {
	const list = [...new Set(values$1)];
	if (list.length > 1) return `(${list.join(` ${separator} `)})`;
	return list[0] ?? "never";
}

//#endregion
//#region src/utils/_standardSchema/_standardSchema.ts
/**
* Eagerly creates and attaches the Standard Schema properties of a schema.
*
* Hint: The contextual `this` type includes the standard properties that are
* attached before the schema is returned.
*
* @param schema The schema to attach standard properties to.
*
* @returns The schema with standard properties attached.
*
* @internal
*/
function _standardSchema(schema) {
	schema["~standard"] = {
		version: 1,
		vendor: "valibot",
		validate: (value$1) => schema["~run"]({ value: value$1 }, /* @__PURE__ */ getGlobalConfig())
	};
	return schema;
}

//#endregion
//#region src/utils/entriesFromList/entriesFromList.ts
/**
* Creates an object entries definition from a list of keys and a schema.
*
* @param list A list of keys.
* @param schema The schema of the keys.
*
* @returns The object entries.
*/
/* @__NO_SIDE_EFFECTS__ */
function entriesFromList(list, schema) {
	const entries$1 = {};
	for (const key of list) entries$1[key] = schema;
	return entries$1;
}

//#endregion
//#region src/utils/entriesFromObjects/entriesFromObjects.ts
/* @__NO_SIDE_EFFECTS__ */
function entriesFromObjects(schemas) {
	const entries$1 = {};
	for (const schema of schemas) Object.assign(entries$1, schema.entries);
	return entries$1;
}

//#endregion
//#region src/utils/getDotPath/getDotPath.ts
/* @__NO_SIDE_EFFECTS__ */
function getDotPath(issue) {
	if (issue.path) {
		let key = "";
		for (const item of issue.path) if (typeof item.key === "string" || typeof item.key === "number") if (key) key += `.${item.key}`;
		else key += item.key;
		else return null;
		return key;
	}
	return null;
}

//#endregion
//#region src/utils/isOfKind/isOfKind.ts
/**
* A generic type guard to check the kind of an object.
*
* @param kind The kind to check for.
* @param object The object to check.
*
* @returns Whether it matches.
*/
/* @__NO_SIDE_EFFECTS__ */
function isOfKind(kind, object$1) {
	return object$1.kind === kind;
}

//#endregion
//#region src/utils/isOfType/isOfType.ts
/**
* A generic type guard to check the type of an object.
*
* @param type The type to check for.
* @param object The object to check.
*
* @returns Whether it matches.
*/
/* @__NO_SIDE_EFFECTS__ */
function isOfType(type, object$1) {
	return object$1.type === type;
}

//#endregion
//#region src/utils/ValiError/ValiError.ts
/**
* A Valibot error with useful information.
*/
var ValiError = class extends Error {
	/**
	* Creates a Valibot error with useful information.
	*
	* @param issues The error issues.
	*/
	constructor(issues) {
		super(issues[0].message);
		this.name = "ValiError";
		this.issues = issues;
	}
};

//#endregion
//#region src/utils/isValiError/isValiError.ts
/**
* A type guard to check if an error is a ValiError.
*
* @param error The error to check.
*
* @returns Whether its a ValiError.
*/
/* @__NO_SIDE_EFFECTS__ */
function isValiError(error) {
	return error instanceof ValiError;
}

//#endregion
//#region src/actions/args/args.ts
/* @__NO_SIDE_EFFECTS__ */
function args(schema) {
	return {
		kind: "transformation",
		type: "args",
		reference: args,
		async: false,
		schema,
		"~run"(dataset, config$1) {
			const func = dataset.value;
			dataset.value = (...args_) => {
				const argsDataset = this.schema["~run"]({ value: args_ }, config$1);
				if (argsDataset.issues) throw new ValiError(argsDataset.issues);
				return func(...argsDataset.value);
			};
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/args/argsAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function argsAsync(schema) {
	return {
		kind: "transformation",
		type: "args",
		reference: argsAsync,
		async: false,
		schema,
		"~run"(dataset, config$1) {
			const func = dataset.value;
			dataset.value = async (...args$1) => {
				const argsDataset = await schema["~run"]({ value: args$1 }, config$1);
				if (argsDataset.issues) throw new ValiError(argsDataset.issues);
				return func(...argsDataset.value);
			};
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/await/awaitAsync.ts
/**
* Creates an await transformation action.
*
* @returns An await action.
*/
/* @__NO_SIDE_EFFECTS__ */
function awaitAsync() {
	return {
		kind: "transformation",
		type: "await",
		reference: awaitAsync,
		async: true,
		async "~run"(dataset) {
			dataset.value = await dataset.value;
			return dataset;
		}
	};
}

//#endregion
//#region src/regex.ts
/**
* [Base64](https://en.wikipedia.org/wiki/Base64) regex.
*/
const BASE64_REGEX = /^(?:[\da-z+/]{4})*(?:[\da-z+/]{2}==|[\da-z+/]{3}=)?$/iu;
/**
* [BIC](https://en.wikipedia.org/wiki/ISO_9362) regex.
*/
const BIC_REGEX = /^[A-Z]{6}(?!00)[\dA-Z]{2}(?:[\dA-Z]{3})?$/u;
/**
* [Cuid2](https://github.com/paralleldrive/cuid2) regex.
*/
const CUID2_REGEX = /^[a-z][\da-z]*$/u;
/**
* [Decimal](https://en.wikipedia.org/wiki/Decimal) regex.
*/
const DECIMAL_REGEX = /^[+-]?(?:\d*\.)?\d+$/u;
/**
* [Digits](https://en.wikipedia.org/wiki/Numerical_digit) regex.
*/
const DIGITS_REGEX = /^\d+$/u;
/**
* [Domain name](https://en.wikipedia.org/wiki/Domain_name) regex.
*
* Hint: We decided against the `i` flag for better JSON Schema compatibility.
* ASCII-only validation. Internationalized domain names (IDNs) are not
* supported, including Punycode-encoded labels.
*/
const DOMAIN_REGEX = /^(?=.{1,253}$)(?:(?![Xx][Nn]--)[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}$/u;
/**
* [Email address](https://en.wikipedia.org/wiki/Email_address) regex.
*
* Hint: We decided against the `i` flag to avoid matching non-ASCII characters.
*/
const EMAIL_REGEX = /^[\w+-]+(?:\.[\w+-]+)*@[\da-zA-Z]+(?:[.-][\da-zA-Z]+)*\.[a-zA-Z]{2,}$/u;
/**
* Emoji regex from [emoji-regex-xs](https://github.com/slevithan/emoji-regex-xs) v1.0.0 (MIT license).
*
* Hint: We decided against the newer `/^\p{RGI_Emoji}+$/v` regex because it is
* not supported in older runtimes and does not match all emoji.
*/
const EMOJI_REGEX = /^(?:[\u{1F1E6}-\u{1F1FF}]{2}|\u{1F3F4}[\u{E0061}-\u{E007A}]{2}[\u{E0030}-\u{E0039}\u{E0061}-\u{E007A}]{1,3}\u{E007F}|(?:\p{Emoji}\uFE0F\u20E3?|\p{Emoji_Modifier_Base}\p{Emoji_Modifier}?|(?![\p{Emoji_Modifier_Base}\u{1F1E6}-\u{1F1FF}])\p{Emoji_Presentation})(?:\u200D(?:\p{Emoji}\uFE0F\u20E3?|\p{Emoji_Modifier_Base}\p{Emoji_Modifier}?|(?![\p{Emoji_Modifier_Base}\u{1F1E6}-\u{1F1FF}])\p{Emoji_Presentation}))*)+$/u;
/**
* [Hexadecimal](https://en.wikipedia.org/wiki/Hexadecimal) regex.
*
* Hint: We decided against the `i` flag for better JSON Schema compatibility.
*/
const HEXADECIMAL_REGEX = /^(?:0[hx])?[\da-fA-F]+$/u;
/**
* [Hex color](https://en.wikipedia.org/wiki/Web_colors#Hex_triplet) regex.
*
* Hint: We decided against the `i` flag for better JSON Schema compatibility.
*/
const HEX_COLOR_REGEX = /^#(?:[\da-fA-F]{3,4}|[\da-fA-F]{6}|[\da-fA-F]{8})$/u;
/**
* [IMEI](https://en.wikipedia.org/wiki/International_Mobile_Equipment_Identity) regex.
*/
const IMEI_REGEX = /^\d{15}$|^\d{2}-\d{6}-\d{6}-\d$/u;
/**
* [IPv4](https://en.wikipedia.org/wiki/IPv4) regex.
*/
const IPV4_REGEX = /^(?:(?:[1-9]|1\d|2[0-4])?\d|25[0-5])(?:\.(?:(?:[1-9]|1\d|2[0-4])?\d|25[0-5])){3}$/u;
/**
* [IPv6](https://en.wikipedia.org/wiki/IPv6) regex.
*/
const IPV6_REGEX = /^(?:(?:[\da-f]{1,4}:){7}[\da-f]{1,4}|(?:[\da-f]{1,4}:){1,7}:|(?:[\da-f]{1,4}:){1,6}:[\da-f]{1,4}|(?:[\da-f]{1,4}:){1,5}(?::[\da-f]{1,4}){1,2}|(?:[\da-f]{1,4}:){1,4}(?::[\da-f]{1,4}){1,3}|(?:[\da-f]{1,4}:){1,3}(?::[\da-f]{1,4}){1,4}|(?:[\da-f]{1,4}:){1,2}(?::[\da-f]{1,4}){1,5}|[\da-f]{1,4}:(?::[\da-f]{1,4}){1,6}|:(?:(?::[\da-f]{1,4}){1,7}|:)|fe80:(?::[\da-f]{0,4}){0,4}%[\da-z]+|::(?:f{4}(?::0{1,4})?:)?(?:(?:25[0-5]|(?:2[0-4]|1?\d)?\d)\.){3}(?:25[0-5]|(?:2[0-4]|1?\d)?\d)|(?:[\da-f]{1,4}:){1,4}:(?:(?:25[0-5]|(?:2[0-4]|1?\d)?\d)\.){3}(?:25[0-5]|(?:2[0-4]|1?\d)?\d))$/iu;
/**
* [IP](https://en.wikipedia.org/wiki/IP_address) regex.
*/
const IP_REGEX = /^(?:(?:[1-9]|1\d|2[0-4])?\d|25[0-5])(?:\.(?:(?:[1-9]|1\d|2[0-4])?\d|25[0-5])){3}$|^(?:(?:[\da-f]{1,4}:){7}[\da-f]{1,4}|(?:[\da-f]{1,4}:){1,7}:|(?:[\da-f]{1,4}:){1,6}:[\da-f]{1,4}|(?:[\da-f]{1,4}:){1,5}(?::[\da-f]{1,4}){1,2}|(?:[\da-f]{1,4}:){1,4}(?::[\da-f]{1,4}){1,3}|(?:[\da-f]{1,4}:){1,3}(?::[\da-f]{1,4}){1,4}|(?:[\da-f]{1,4}:){1,2}(?::[\da-f]{1,4}){1,5}|[\da-f]{1,4}:(?::[\da-f]{1,4}){1,6}|:(?:(?::[\da-f]{1,4}){1,7}|:)|fe80:(?::[\da-f]{0,4}){0,4}%[\da-z]+|::(?:f{4}(?::0{1,4})?:)?(?:(?:25[0-5]|(?:2[0-4]|1?\d)?\d)\.){3}(?:25[0-5]|(?:2[0-4]|1?\d)?\d)|(?:[\da-f]{1,4}:){1,4}:(?:(?:25[0-5]|(?:2[0-4]|1?\d)?\d)\.){3}(?:25[0-5]|(?:2[0-4]|1?\d)?\d))$/iu;
/**
* [ISO 8601](https://en.wikipedia.org/wiki/ISO_8601) date regex.
*/
const ISO_DATE_REGEX = /^\d{4}-(?:0[1-9]|1[0-2])-(?:[12]\d|0[1-9]|3[01])$/u;
/**
* [ISO 8601](https://en.wikipedia.org/wiki/ISO_8601) date-time regex.
*/
const ISO_DATE_TIME_REGEX = /^\d{4}-(?:0[1-9]|1[0-2])-(?:[12]\d|0[1-9]|3[01])[T ](?:0\d|1\d|2[0-3]):[0-5]\d$/u;
/**
* [ISO 8601](https://en.wikipedia.org/wiki/ISO_8601) date-time with seconds regex.
*/
const ISO_DATE_TIME_SECOND_REGEX = /^\d{4}-(?:0[1-9]|1[0-2])-(?:[12]\d|0[1-9]|3[01])[T ](?:0\d|1\d|2[0-3])(?::[0-5]\d){2}$/u;
/**
* [ISO 8601](https://en.wikipedia.org/wiki/ISO_8601) time regex.
*/
const ISO_TIME_REGEX = /^(?:0\d|1\d|2[0-3]):[0-5]\d$/u;
/**
* [ISO 8601](https://en.wikipedia.org/wiki/ISO_8601) time with seconds regex.
*/
const ISO_TIME_SECOND_REGEX = /^(?:0\d|1\d|2[0-3])(?::[0-5]\d){2}$/u;
/**
* [ISO 8601](https://en.wikipedia.org/wiki/ISO_8601) timestamp regex. Allows a
* space as a date/time separator and an optional space before the UTC offset.
*/
const ISO_TIMESTAMP_REGEX = /^\d{4}-(?:0[1-9]|1[0-2])-(?:[12]\d|0[1-9]|3[01])[T ](?:0\d|1\d|2[0-3])(?::[0-5]\d){2}(?:\.\d{1,9})?(?:Z| ?[+-](?:0\d|1\d|2[0-3])(?::?[0-5]\d)?)$/u;
/**
* [ISO 8601](https://en.wikipedia.org/wiki/ISO_8601) week regex.
*/
const ISO_WEEK_REGEX = /^\d{4}-W(?:0[1-9]|[1-4]\d|5[0-3])$/u;
/**
* [JWS compact serialization](https://datatracker.ietf.org/doc/html/rfc7515#section-3.1)
* regex.
*
* Hint: Empty payload and signature segments are allowed because the
* Base64URL-encoded representation of an empty octet sequence is an empty
* string.
*/
const JWS_COMPACT_REGEX = /^(?:[\w-]{2,3}|(?:[\w-]{4})+(?:[\w-]{2,3})?)\.(?:[\w-]{2,3}|(?:[\w-]{4})+(?:[\w-]{2,3})?)?\.(?:[\w-]{2,3}|(?:[\w-]{4})+(?:[\w-]{2,3})?)?$/u;
/**
* [ISRC](https://en.wikipedia.org/wiki/International_Standard_Recording_Code) regex.
*/
const ISRC_REGEX = /^(?:[A-Z]{2}[A-Z\d]{3}\d{7}|[A-Z]{2}-[A-Z\d]{3}-\d{2}-\d{5})$/u;
/**
* [KSUID](https://github.com/segmentio/ksuid) regex.
*/
const KSUID_REGEX = /^[a-zA-Z0-9]{27}$/u;
/**
* [MAC](https://en.wikipedia.org/wiki/MAC_address) 48 bit regex.
*
* Hint: We decided against the `i` flag for better JSON Schema compatibility.
*/
const MAC48_REGEX = /^(?:[\da-fA-F]{2}:){5}[\da-fA-F]{2}$|^(?:[\da-fA-F]{2}-){5}[\da-fA-F]{2}$|^(?:[\da-fA-F]{4}\.){2}[\da-fA-F]{4}$/u;
/**
* [MAC](https://en.wikipedia.org/wiki/MAC_address) 64 bit regex.
*
* Hint: We decided against the `i` flag for better JSON Schema compatibility.
*/
const MAC64_REGEX = /^(?:[\da-fA-F]{2}:){7}[\da-fA-F]{2}$|^(?:[\da-fA-F]{2}-){7}[\da-fA-F]{2}$|^(?:[\da-fA-F]{4}\.){3}[\da-fA-F]{4}$|^(?:[\da-fA-F]{4}:){3}[\da-fA-F]{4}$/u;
/**
* [MAC](https://en.wikipedia.org/wiki/MAC_address) regex.
*
* Hint: We decided against the `i` flag for better JSON Schema compatibility.
*/
const MAC_REGEX = /^(?:[\da-fA-F]{2}:){5}[\da-fA-F]{2}$|^(?:[\da-fA-F]{2}-){5}[\da-fA-F]{2}$|^(?:[\da-fA-F]{4}\.){2}[\da-fA-F]{4}$|^(?:[\da-fA-F]{2}:){7}[\da-fA-F]{2}$|^(?:[\da-fA-F]{2}-){7}[\da-fA-F]{2}$|^(?:[\da-fA-F]{4}\.){3}[\da-fA-F]{4}$|^(?:[\da-fA-F]{4}:){3}[\da-fA-F]{4}$/u;
/**
* [Nano ID](https://github.com/ai/nanoid) regex.
*/
const NANO_ID_REGEX = /^[\w-]+$/u;
/**
* [Octal](https://en.wikipedia.org/wiki/Octal) regex.
*/
const OCTAL_REGEX = /^(?:0o)?[0-7]+$/u;
/**
* [RFC 5322 email address](https://datatracker.ietf.org/doc/html/rfc5322#section-3.4.1) regex.
*
* Hint: This regex was taken from the [HTML Living Standard Specification](https://html.spec.whatwg.org/multipage/input.html#valid-e-mail-address) and does not perfectly represent RFC 5322.
*/
const RFC_EMAIL_REGEX = /^[a-zA-Z0-9.!#$%&'*+\/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$/;
/**
* [Slug](https://en.wikipedia.org/wiki/Clean_URL#Slug) regex.
*/
const SLUG_REGEX = /^[\da-z]+(?:[-_][\da-z]+)*$/u;
/**
* [ULID](https://github.com/ulid/spec) regex.
*
* Hint: We decided against the `i` flag for better JSON Schema compatibility.
* Hint: The first character is restricted to `[0-7]` because the 48-bit
* timestamp cannot exceed 2^48-1, making the maximum valid ULID
* `7ZZZZZZZZZZZZZZZZZZZZZZZZZ` in Crockford's Base32 encoding.
*/
const ULID_REGEX = /^[0-7][\da-hjkmnp-tv-zA-HJKMNP-TV-Z]{25}$/u;
/**
* [UUID](https://en.wikipedia.org/wiki/Universally_unique_identifier) regex.
*/
const UUID_REGEX = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/iu;

//#endregion
//#region src/actions/base64/base64.ts
/* @__NO_SIDE_EFFECTS__ */
function base64(message$1) {
	return {
		kind: "validation",
		type: "base64",
		reference: base64,
		async: false,
		expects: null,
		requirement: BASE64_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "Base64", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/bic/bic.ts
/* @__NO_SIDE_EFFECTS__ */
function bic(message$1) {
	return {
		kind: "validation",
		type: "bic",
		reference: bic,
		async: false,
		expects: null,
		requirement: BIC_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "BIC", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/brand/brand.ts
/**
* Creates a brand transformation action.
*
* @param name The brand name.
*
* @returns A brand action.
*/
/* @__NO_SIDE_EFFECTS__ */
function brand(name) {
	return {
		kind: "transformation",
		type: "brand",
		reference: brand,
		async: false,
		name,
		"~run"(dataset) {
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/bytes/bytes.ts
/* @__NO_SIDE_EFFECTS__ */
function bytes(requirement, message$1) {
	return {
		kind: "validation",
		type: "bytes",
		reference: bytes,
		async: false,
		expects: `${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed) {
				const length$1 = /* @__PURE__ */ _getByteCount(dataset.value);
				if (length$1 !== this.requirement) _addIssue(this, "bytes", dataset, config$1, { received: `${length$1}` });
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/check/check.ts
/* @__NO_SIDE_EFFECTS__ */
function check(requirement, message$1) {
	return {
		kind: "validation",
		type: "check",
		reference: check,
		async: false,
		expects: null,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement(dataset.value)) _addIssue(this, "input", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/check/checkAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function checkAsync(requirement, message$1) {
	return {
		kind: "validation",
		type: "check",
		reference: checkAsync,
		async: true,
		expects: null,
		requirement,
		message: message$1,
		async "~run"(dataset, config$1) {
			if (dataset.typed && !await this.requirement(dataset.value)) _addIssue(this, "input", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/checkItems/checkItems.ts
/* @__NO_SIDE_EFFECTS__ */
function checkItems(requirement, message$1) {
	return {
		kind: "validation",
		type: "check_items",
		reference: checkItems,
		async: false,
		expects: null,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed) for (let index = 0; index < dataset.value.length; index++) {
				const item = dataset.value[index];
				if (!this.requirement(item, index, dataset.value)) _addIssue(this, "item", dataset, config$1, {
					input: item,
					path: [{
						type: "array",
						origin: "value",
						input: dataset.value,
						key: index,
						value: item
					}]
				});
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/checkItems/checkItemsAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function checkItemsAsync(requirement, message$1) {
	return {
		kind: "validation",
		type: "check_items",
		reference: checkItemsAsync,
		async: true,
		expects: null,
		requirement,
		message: message$1,
		async "~run"(dataset, config$1) {
			if (dataset.typed) {
				const requirementResults = await Promise.all(dataset.value.map(this.requirement));
				for (let index = 0; index < dataset.value.length; index++) if (!requirementResults[index]) {
					const item = dataset.value[index];
					_addIssue(this, "item", dataset, config$1, {
						input: item,
						path: [{
							type: "array",
							origin: "value",
							input: dataset.value,
							key: index,
							value: item
						}]
					});
				}
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/codePoints/codePoints.ts
/* @__NO_SIDE_EFFECTS__ */
function codePoints(requirement, message$1) {
	return {
		kind: "validation",
		type: "code_points",
		reference: codePoints,
		async: false,
		expects: `${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed) {
				const count = /* @__PURE__ */ _getCodePointCount(dataset.value);
				if (count !== this.requirement) _addIssue(this, "code points", dataset, config$1, { received: `${count}` });
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/creditCard/creditCard.ts
/**
* Credit card regex.
*/
const CREDIT_CARD_REGEX = /^(?:\d{13,19}|\d{4}(?: \d{3,6}){2,4}|\d{4}(?:-\d{3,6}){2,4})$/u;
/**
* Sanitize regex.
*/
const SANITIZE_REGEX = /[- ]/gu;
/**
* Provider regex list.
*/
const PROVIDER_REGEX_LIST = (/* unused pure expression or super */ null && ([
	/^3[47]\d{13}$/u,
	/^3(?:0[0-5]|[68]\d)\d{11,13}$/u,
	/^6(?:011|5\d{2})\d{12,15}$/u,
	/^(?:2131|1800|35\d{3})\d{11}$/u,
	/^(?:5[1-5]\d{2}|222\d|22[3-9]\d|2[3-6]\d{2}|27[01]\d|2720)\d{12}$/u,
	/^(?:6[27]\d{14,17}|81\d{14,17})$/u,
	/^4\d{12}(?:\d{3,6})?$/u
]));
/* @__NO_SIDE_EFFECTS__ */
function creditCard(message$1) {
	return {
		kind: "validation",
		type: "credit_card",
		reference: creditCard,
		async: false,
		expects: null,
		requirement(input) {
			let sanitized;
			return CREDIT_CARD_REGEX.test(input) && (sanitized = input.replace(SANITIZE_REGEX, "")) && PROVIDER_REGEX_LIST.some((regex$1) => regex$1.test(sanitized)) && /* @__PURE__ */ _isLuhnAlgo(sanitized);
		},
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement(dataset.value)) _addIssue(this, "credit card", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/cuid2/cuid2.ts
/* @__NO_SIDE_EFFECTS__ */
function cuid2(message$1) {
	return {
		kind: "validation",
		type: "cuid2",
		reference: cuid2,
		async: false,
		expects: null,
		requirement: CUID2_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "Cuid2", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/decimal/decimal.ts
/* @__NO_SIDE_EFFECTS__ */
function decimal(message$1) {
	return {
		kind: "validation",
		type: "decimal",
		reference: decimal,
		async: false,
		expects: null,
		requirement: DECIMAL_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "decimal", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/description/description.ts
/**
* Creates a description metadata action.
*
* @param description_ The description text.
*
* @returns A description action.
*/
/* @__NO_SIDE_EFFECTS__ */
function description(description_) {
	return {
		kind: "metadata",
		type: "description",
		reference: description,
		description: description_
	};
}

//#endregion
//#region src/actions/digits/digits.ts
/* @__NO_SIDE_EFFECTS__ */
function digits(message$1) {
	return {
		kind: "validation",
		type: "digits",
		reference: digits,
		async: false,
		expects: null,
		requirement: DIGITS_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "digits", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/domain/domain.ts
/* @__NO_SIDE_EFFECTS__ */
function domain(message$1) {
	return {
		kind: "validation",
		type: "domain",
		reference: domain,
		expects: null,
		async: false,
		requirement: DOMAIN_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "domain", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/email/email.ts
/* @__NO_SIDE_EFFECTS__ */
function email(message$1) {
	return {
		kind: "validation",
		type: "email",
		reference: email,
		expects: null,
		async: false,
		requirement: EMAIL_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "email", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/emoji/emoji.ts
/* @__NO_SIDE_EFFECTS__ */
function emoji(message$1) {
	return {
		kind: "validation",
		type: "emoji",
		reference: emoji,
		async: false,
		expects: null,
		requirement: EMOJI_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "emoji", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/empty/empty.ts
/* @__NO_SIDE_EFFECTS__ */
function empty(message$1) {
	return {
		kind: "validation",
		type: "empty",
		reference: empty,
		async: false,
		expects: "0",
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && dataset.value.length > 0) _addIssue(this, "length", dataset, config$1, { received: `${dataset.value.length}` });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/endsWith/endsWith.ts
/* @__NO_SIDE_EFFECTS__ */
function endsWith(requirement, message$1) {
	return {
		kind: "validation",
		type: "ends_with",
		reference: endsWith,
		async: false,
		expects: `"${requirement}"`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !dataset.value.endsWith(this.requirement)) _addIssue(this, "end", dataset, config$1, { received: `"${dataset.value.slice(-this.requirement.length)}"` });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/entries/entries.ts
/* @__NO_SIDE_EFFECTS__ */
function entries(requirement, message$1) {
	return {
		kind: "validation",
		type: "entries",
		reference: entries,
		async: false,
		expects: `${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (!dataset.typed) return dataset;
			const count = Object.keys(dataset.value).length;
			if (dataset.typed && count !== this.requirement) _addIssue(this, "entries", dataset, config$1, { received: `${count}` });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/everyItem/everyItem.ts
/* @__NO_SIDE_EFFECTS__ */
function everyItem(requirement, message$1) {
	return {
		kind: "validation",
		type: "every_item",
		reference: everyItem,
		async: false,
		expects: null,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !dataset.value.every(this.requirement)) _addIssue(this, "item", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/examples/examples.ts
/**
* Creates an examples metadata action.
*
* @param examples_ The examples.
*
* @returns An examples action.
*
* @beta
*/
/* @__NO_SIDE_EFFECTS__ */
function examples(examples_) {
	return {
		kind: "metadata",
		type: "examples",
		reference: examples,
		examples: examples_
	};
}

//#endregion
//#region src/actions/excludes/excludes.ts
/* @__NO_SIDE_EFFECTS__ */
function excludes(requirement, message$1) {
	const received = /* @__PURE__ */ _stringify(requirement);
	return {
		kind: "validation",
		type: "excludes",
		reference: excludes,
		async: false,
		expects: `!${received}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && dataset.value.includes(this.requirement)) _addIssue(this, "content", dataset, config$1, { received });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/filterItems/filterItems.ts
/* @__NO_SIDE_EFFECTS__ */
function filterItems(operation) {
	return {
		kind: "transformation",
		type: "filter_items",
		reference: filterItems,
		async: false,
		operation,
		"~run"(dataset) {
			dataset.value = dataset.value.filter(this.operation);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/findItem/findItem.ts
/* @__NO_SIDE_EFFECTS__ */
function findItem(operation) {
	return {
		kind: "transformation",
		type: "find_item",
		reference: findItem,
		async: false,
		operation,
		"~run"(dataset) {
			dataset.value = dataset.value.find(this.operation);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/finite/finite.ts
/* @__NO_SIDE_EFFECTS__ */
function finite(message$1) {
	return {
		kind: "validation",
		type: "finite",
		reference: finite,
		async: false,
		expects: null,
		requirement: Number.isFinite,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement(dataset.value)) _addIssue(this, "finite", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/flavor/flavor.ts
/**
* Creates a flavor transformation action.
*
* @param name The flavor name.
*
* @returns A flavor action.
*
* @beta
*/
/* @__NO_SIDE_EFFECTS__ */
function flavor(name) {
	return {
		kind: "transformation",
		type: "flavor",
		reference: flavor,
		async: false,
		name,
		"~run"(dataset) {
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/graphemes/graphemes.ts
/* @__NO_SIDE_EFFECTS__ */
function graphemes(requirement, message$1) {
	return {
		kind: "validation",
		type: "graphemes",
		reference: graphemes,
		async: false,
		expects: `${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed) {
				const count = /* @__PURE__ */ _getGraphemeCount(dataset.value);
				if (count !== this.requirement) _addIssue(this, "graphemes", dataset, config$1, { received: `${count}` });
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/gtValue/gtValue.ts
/* @__NO_SIDE_EFFECTS__ */
function gtValue(requirement, message$1) {
	return {
		kind: "validation",
		type: "gt_value",
		reference: gtValue,
		async: false,
		expects: `>${requirement instanceof Date ? requirement.toJSON() : /* @__PURE__ */ _stringify(requirement)}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !(dataset.value > this.requirement)) _addIssue(this, "value", dataset, config$1, { received: dataset.value instanceof Date ? dataset.value.toJSON() : /* @__PURE__ */ _stringify(dataset.value) });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/guard/guard.ts
/* @__NO_SIDE_EFFECTS__ */
function guard(requirement, message$1) {
	return {
		kind: "transformation",
		type: "guard",
		reference: guard,
		async: false,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement(dataset.value)) {
				_addIssue(this, "input", dataset, config$1);
				dataset.typed = false;
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/hash/hash.ts
/**
* Hash lengths object.
*/
const HASH_LENGTHS = {
	md4: 32,
	md5: 32,
	sha1: 40,
	sha256: 64,
	sha384: 96,
	sha512: 128,
	ripemd128: 32,
	ripemd160: 40,
	tiger128: 32,
	tiger160: 40,
	tiger192: 48,
	crc32: 8,
	crc32b: 8,
	adler32: 8
};
/* @__NO_SIDE_EFFECTS__ */
function hash(types, message$1) {
	return {
		kind: "validation",
		type: "hash",
		reference: hash,
		expects: null,
		async: false,
		requirement: RegExp(types.map((type) => `^[a-fA-F0-9]{${HASH_LENGTHS[type]}}$`).join("|"), "u"),
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "hash", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/hexadecimal/hexadecimal.ts
/* @__NO_SIDE_EFFECTS__ */
function hexadecimal(message$1) {
	return {
		kind: "validation",
		type: "hexadecimal",
		reference: hexadecimal,
		async: false,
		expects: null,
		requirement: HEXADECIMAL_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "hexadecimal", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/hexColor/hexColor.ts
/* @__NO_SIDE_EFFECTS__ */
function hexColor(message$1) {
	return {
		kind: "validation",
		type: "hex_color",
		reference: hexColor,
		async: false,
		expects: null,
		requirement: HEX_COLOR_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "hex color", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/imei/imei.ts
/* @__NO_SIDE_EFFECTS__ */
function imei(message$1) {
	return {
		kind: "validation",
		type: "imei",
		reference: imei,
		async: false,
		expects: null,
		requirement(input) {
			return IMEI_REGEX.test(input) && /* @__PURE__ */ _isLuhnAlgo(input);
		},
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement(dataset.value)) _addIssue(this, "IMEI", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/includes/includes.ts
/* @__NO_SIDE_EFFECTS__ */
function includes(requirement, message$1) {
	const expects = /* @__PURE__ */ _stringify(requirement);
	return {
		kind: "validation",
		type: "includes",
		reference: includes,
		async: false,
		expects,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !dataset.value.includes(this.requirement)) _addIssue(this, "content", dataset, config$1, { received: `!${expects}` });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/integer/integer.ts
/* @__NO_SIDE_EFFECTS__ */
function integer(message$1) {
	return {
		kind: "validation",
		type: "integer",
		reference: integer,
		async: false,
		expects: null,
		requirement: Number.isInteger,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement(dataset.value)) _addIssue(this, "integer", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/ip/ip.ts
/* @__NO_SIDE_EFFECTS__ */
function ip(message$1) {
	return {
		kind: "validation",
		type: "ip",
		reference: ip,
		async: false,
		expects: null,
		requirement: IP_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "IP", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/ipv4/ipv4.ts
/* @__NO_SIDE_EFFECTS__ */
function ipv4(message$1) {
	return {
		kind: "validation",
		type: "ipv4",
		reference: ipv4,
		async: false,
		expects: null,
		requirement: IPV4_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "IPv4", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/ipv6/ipv6.ts
/* @__NO_SIDE_EFFECTS__ */
function ipv6(message$1) {
	return {
		kind: "validation",
		type: "ipv6",
		reference: ipv6,
		async: false,
		expects: null,
		requirement: IPV6_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "IPv6", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/isbn/utils/_isIsbn10.ts
/**
* [Validates an ISBN-10](https://en.wikipedia.org/wiki/ISBN#ISBN-10_check_digits).
*
* @param input The input value.
*
* @returns `true` if the input is a valid ISBN-10, `false` otherwise.
*
* @internal
*/
function _isIsbn10(input) {
	const digits$1 = input.split("").map((c) => c === "X" ? 10 : parseInt(c));
	let sum = 0;
	for (let i = 0; i < 10; i++) sum += digits$1[i] * (10 - i);
	return sum % 11 === 0;
}

//#endregion
//#region src/actions/isbn/utils/_isIsbn13.ts
/**
* [Validates an ISBN-13](https://en.wikipedia.org/wiki/ISBN#ISBN-13_check_digit_calculation).
*
* @param input The input value.
*
* @returns `true` if the input is a valid ISBN-13, `false` otherwise.
*
* @internal
*/
function _isIsbn13(input) {
	const digits$1 = input.split("").map((c) => parseInt(c));
	let sum = 0;
	for (let i = 0; i < 13; i++) sum += digits$1[i] * (i % 2 === 0 ? 1 : 3);
	return sum % 10 === 0;
}

//#endregion
//#region src/actions/isbn/isbn.ts
/**
* ISBN separator regex.
*/
const ISBN_SEPARATOR_REGEX = /[- ]/gu;
/**
* ISBN-10 detection regex.
*/
const ISBN_10_DETECTION_REGEX = /^\d{9}[\dX]$/u;
/**
* ISBN-13 detection regex.
*/
const ISBN_13_DETECTION_REGEX = /^\d{13}$/u;
/* @__NO_SIDE_EFFECTS__ */
function isbn(message$1) {
	return {
		kind: "validation",
		type: "isbn",
		reference: isbn,
		async: false,
		expects: null,
		requirement(input) {
			const replacedInput = input.replace(ISBN_SEPARATOR_REGEX, "");
			if (ISBN_10_DETECTION_REGEX.test(replacedInput)) return _isIsbn10(replacedInput);
			else if (ISBN_13_DETECTION_REGEX.test(replacedInput)) return _isIsbn13(replacedInput);
			return false;
		},
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement(dataset.value)) _addIssue(this, "ISBN", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/isrc/isrc.ts
/* @__NO_SIDE_EFFECTS__ */
function isrc(message$1) {
	return {
		kind: "validation",
		type: "isrc",
		reference: isrc,
		async: false,
		expects: null,
		requirement: ISRC_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "ISRC", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/isoDate/isoDate.ts
/* @__NO_SIDE_EFFECTS__ */
function isoDate(message$1) {
	return {
		kind: "validation",
		type: "iso_date",
		reference: isoDate,
		async: false,
		expects: null,
		requirement: ISO_DATE_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "date", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/isoDateTime/isoDateTime.ts
/* @__NO_SIDE_EFFECTS__ */
function isoDateTime(message$1) {
	return {
		kind: "validation",
		type: "iso_date_time",
		reference: isoDateTime,
		async: false,
		expects: null,
		requirement: ISO_DATE_TIME_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "date-time", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/isoDateTimeSecond/isoDateTimeSecond.ts
/* @__NO_SIDE_EFFECTS__ */
function isoDateTimeSecond(message$1) {
	return {
		kind: "validation",
		type: "iso_date_time_second",
		reference: isoDateTimeSecond,
		async: false,
		expects: null,
		requirement: ISO_DATE_TIME_SECOND_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "date-time-second", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/isoTime/isoTime.ts
/* @__NO_SIDE_EFFECTS__ */
function isoTime(message$1) {
	return {
		kind: "validation",
		type: "iso_time",
		reference: isoTime,
		async: false,
		expects: null,
		requirement: ISO_TIME_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "time", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/isoTimeSecond/isoTimeSecond.ts
/* @__NO_SIDE_EFFECTS__ */
function isoTimeSecond(message$1) {
	return {
		kind: "validation",
		type: "iso_time_second",
		reference: isoTimeSecond,
		async: false,
		expects: null,
		requirement: ISO_TIME_SECOND_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "time-second", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/isoTimestamp/isoTimestamp.ts
/* @__NO_SIDE_EFFECTS__ */
function isoTimestamp(message$1) {
	return {
		kind: "validation",
		type: "iso_timestamp",
		reference: isoTimestamp,
		async: false,
		expects: null,
		requirement: ISO_TIMESTAMP_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "timestamp", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/isoWeek/isoWeek.ts
/* @__NO_SIDE_EFFECTS__ */
function isoWeek(message$1) {
	return {
		kind: "validation",
		type: "iso_week",
		reference: isoWeek,
		async: false,
		expects: null,
		requirement: ISO_WEEK_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "week", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/jwsCompact/jwsCompact.ts
/* @__NO_SIDE_EFFECTS__ */
function jwsCompact(message$1) {
	return {
		kind: "validation",
		type: "jws_compact",
		reference: jwsCompact,
		async: false,
		expects: null,
		requirement: JWS_COMPACT_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "JWS compact", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/ksuid/ksuid.ts
/* @__NO_SIDE_EFFECTS__ */
function ksuid(message$1) {
	return {
		kind: "validation",
		type: "ksuid",
		reference: ksuid,
		async: false,
		expects: null,
		requirement: KSUID_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "KSUID", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/length/length.ts
/* @__NO_SIDE_EFFECTS__ */
function dist_length(requirement, message$1) {
	return {
		kind: "validation",
		type: "length",
		reference: dist_length,
		async: false,
		expects: `${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && dataset.value.length !== this.requirement) _addIssue(this, "length", dataset, config$1, { received: `${dataset.value.length}` });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/ltValue/ltValue.ts
/* @__NO_SIDE_EFFECTS__ */
function ltValue(requirement, message$1) {
	return {
		kind: "validation",
		type: "lt_value",
		reference: ltValue,
		async: false,
		expects: `<${requirement instanceof Date ? requirement.toJSON() : /* @__PURE__ */ _stringify(requirement)}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !(dataset.value < this.requirement)) _addIssue(this, "value", dataset, config$1, { received: dataset.value instanceof Date ? dataset.value.toJSON() : /* @__PURE__ */ _stringify(dataset.value) });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/mac/mac.ts
/* @__NO_SIDE_EFFECTS__ */
function mac(message$1) {
	return {
		kind: "validation",
		type: "mac",
		reference: mac,
		async: false,
		expects: null,
		requirement: MAC_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "MAC", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/mac48/mac48.ts
/* @__NO_SIDE_EFFECTS__ */
function mac48(message$1) {
	return {
		kind: "validation",
		type: "mac48",
		reference: mac48,
		async: false,
		expects: null,
		requirement: MAC48_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "48-bit MAC", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/mac64/mac64.ts
/* @__NO_SIDE_EFFECTS__ */
function mac64(message$1) {
	return {
		kind: "validation",
		type: "mac64",
		reference: mac64,
		async: false,
		expects: null,
		requirement: MAC64_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "64-bit MAC", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/mapItems/mapItems.ts
/* @__NO_SIDE_EFFECTS__ */
function mapItems(operation) {
	return {
		kind: "transformation",
		type: "map_items",
		reference: mapItems,
		async: false,
		operation,
		"~run"(dataset) {
			dataset.value = dataset.value.map(this.operation);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/maxBytes/maxBytes.ts
/* @__NO_SIDE_EFFECTS__ */
function maxBytes(requirement, message$1) {
	return {
		kind: "validation",
		type: "max_bytes",
		reference: maxBytes,
		async: false,
		expects: `<=${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed) {
				const length$1 = /* @__PURE__ */ _getByteCount(dataset.value);
				if (length$1 > this.requirement) _addIssue(this, "bytes", dataset, config$1, { received: `${length$1}` });
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/maxCodePoints/maxCodePoints.ts
/* @__NO_SIDE_EFFECTS__ */
function maxCodePoints(requirement, message$1) {
	return {
		kind: "validation",
		type: "max_code_points",
		reference: maxCodePoints,
		async: false,
		expects: `<=${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed) {
				const count = /* @__PURE__ */ _getCodePointCount(dataset.value);
				if (count > this.requirement) _addIssue(this, "code points", dataset, config$1, { received: `${count}` });
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/maxEntries/maxEntries.ts
/* @__NO_SIDE_EFFECTS__ */
function maxEntries(requirement, message$1) {
	return {
		kind: "validation",
		type: "max_entries",
		reference: maxEntries,
		async: false,
		expects: `<=${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (!dataset.typed) return dataset;
			const count = Object.keys(dataset.value).length;
			if (dataset.typed && count > this.requirement) _addIssue(this, "entries", dataset, config$1, { received: `${count}` });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/maxGraphemes/maxGraphemes.ts
/* @__NO_SIDE_EFFECTS__ */
function maxGraphemes(requirement, message$1) {
	return {
		kind: "validation",
		type: "max_graphemes",
		reference: maxGraphemes,
		async: false,
		expects: `<=${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed) {
				const count = /* @__PURE__ */ _getGraphemeCount(dataset.value);
				if (count > this.requirement) _addIssue(this, "graphemes", dataset, config$1, { received: `${count}` });
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/maxLength/maxLength.ts
/* @__NO_SIDE_EFFECTS__ */
function maxLength(requirement, message$1) {
	return {
		kind: "validation",
		type: "max_length",
		reference: maxLength,
		async: false,
		expects: `<=${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && dataset.value.length > this.requirement) _addIssue(this, "length", dataset, config$1, { received: `${dataset.value.length}` });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/maxSize/maxSize.ts
/* @__NO_SIDE_EFFECTS__ */
function maxSize(requirement, message$1) {
	return {
		kind: "validation",
		type: "max_size",
		reference: maxSize,
		async: false,
		expects: `<=${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && dataset.value.size > this.requirement) _addIssue(this, "size", dataset, config$1, { received: `${dataset.value.size}` });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/maxValue/maxValue.ts
/* @__NO_SIDE_EFFECTS__ */
function maxValue(requirement, message$1) {
	return {
		kind: "validation",
		type: "max_value",
		reference: maxValue,
		async: false,
		expects: `<=${requirement instanceof Date ? requirement.toJSON() : /* @__PURE__ */ _stringify(requirement)}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !(dataset.value <= this.requirement)) _addIssue(this, "value", dataset, config$1, { received: dataset.value instanceof Date ? dataset.value.toJSON() : /* @__PURE__ */ _stringify(dataset.value) });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/maxWords/maxWords.ts
/* @__NO_SIDE_EFFECTS__ */
function maxWords(locales, requirement, message$1) {
	return {
		kind: "validation",
		type: "max_words",
		reference: maxWords,
		async: false,
		expects: `<=${requirement}`,
		locales,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed) {
				const count = /* @__PURE__ */ _getWordCount(this.locales, dataset.value);
				if (count > this.requirement) _addIssue(this, "words", dataset, config$1, { received: `${count}` });
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/metadata/metadata.ts
/**
* Creates a custom metadata action.
*
* @param metadata_ The metadata object.
*
* @returns A metadata action.
*/
/* @__NO_SIDE_EFFECTS__ */
function metadata(metadata_) {
	return {
		kind: "metadata",
		type: "metadata",
		reference: metadata,
		metadata: metadata_
	};
}

//#endregion
//#region src/actions/mimeType/mimeType.ts
/* @__NO_SIDE_EFFECTS__ */
function mimeType(requirement, message$1) {
	return {
		kind: "validation",
		type: "mime_type",
		reference: mimeType,
		async: false,
		expects: /* @__PURE__ */ _joinExpects(requirement.map((option) => `"${option}"`), "|"),
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.includes(dataset.value.type)) _addIssue(this, "MIME type", dataset, config$1, { received: `"${dataset.value.type}"` });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/minBytes/minBytes.ts
/* @__NO_SIDE_EFFECTS__ */
function minBytes(requirement, message$1) {
	return {
		kind: "validation",
		type: "min_bytes",
		reference: minBytes,
		async: false,
		expects: `>=${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed) {
				const length$1 = /* @__PURE__ */ _getByteCount(dataset.value);
				if (length$1 < this.requirement) _addIssue(this, "bytes", dataset, config$1, { received: `${length$1}` });
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/minCodePoints/minCodePoints.ts
/* @__NO_SIDE_EFFECTS__ */
function minCodePoints(requirement, message$1) {
	return {
		kind: "validation",
		type: "min_code_points",
		reference: minCodePoints,
		async: false,
		expects: `>=${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed) {
				const count = /* @__PURE__ */ _getCodePointCount(dataset.value);
				if (count < this.requirement) _addIssue(this, "code points", dataset, config$1, { received: `${count}` });
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/minEntries/minEntries.ts
/* @__NO_SIDE_EFFECTS__ */
function minEntries(requirement, message$1) {
	return {
		kind: "validation",
		type: "min_entries",
		reference: minEntries,
		async: false,
		expects: `>=${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (!dataset.typed) return dataset;
			const count = Object.keys(dataset.value).length;
			if (dataset.typed && count < this.requirement) _addIssue(this, "entries", dataset, config$1, { received: `${count}` });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/minGraphemes/minGraphemes.ts
/* @__NO_SIDE_EFFECTS__ */
function minGraphemes(requirement, message$1) {
	return {
		kind: "validation",
		type: "min_graphemes",
		reference: minGraphemes,
		async: false,
		expects: `>=${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed) {
				const count = /* @__PURE__ */ _getGraphemeCount(dataset.value);
				if (count < this.requirement) _addIssue(this, "graphemes", dataset, config$1, { received: `${count}` });
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/minLength/minLength.ts
/* @__NO_SIDE_EFFECTS__ */
function minLength(requirement, message$1) {
	return {
		kind: "validation",
		type: "min_length",
		reference: minLength,
		async: false,
		expects: `>=${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && dataset.value.length < this.requirement) _addIssue(this, "length", dataset, config$1, { received: `${dataset.value.length}` });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/minSize/minSize.ts
/* @__NO_SIDE_EFFECTS__ */
function minSize(requirement, message$1) {
	return {
		kind: "validation",
		type: "min_size",
		reference: minSize,
		async: false,
		expects: `>=${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && dataset.value.size < this.requirement) _addIssue(this, "size", dataset, config$1, { received: `${dataset.value.size}` });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/minValue/minValue.ts
/* @__NO_SIDE_EFFECTS__ */
function minValue(requirement, message$1) {
	return {
		kind: "validation",
		type: "min_value",
		reference: minValue,
		async: false,
		expects: `>=${requirement instanceof Date ? requirement.toJSON() : /* @__PURE__ */ _stringify(requirement)}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !(dataset.value >= this.requirement)) _addIssue(this, "value", dataset, config$1, { received: dataset.value instanceof Date ? dataset.value.toJSON() : /* @__PURE__ */ _stringify(dataset.value) });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/minWords/minWords.ts
/* @__NO_SIDE_EFFECTS__ */
function minWords(locales, requirement, message$1) {
	return {
		kind: "validation",
		type: "min_words",
		reference: minWords,
		async: false,
		expects: `>=${requirement}`,
		locales,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed) {
				const count = /* @__PURE__ */ _getWordCount(this.locales, dataset.value);
				if (count < this.requirement) _addIssue(this, "words", dataset, config$1, { received: `${count}` });
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/multipleOf/multipleOf.ts
/* @__NO_SIDE_EFFECTS__ */
function multipleOf(requirement, message$1) {
	return {
		kind: "validation",
		type: "multiple_of",
		reference: multipleOf,
		async: false,
		expects: `%${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && dataset.value % this.requirement != 0) _addIssue(this, "multiple", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/nanoid/nanoid.ts
/* @__NO_SIDE_EFFECTS__ */
function nanoid(message$1) {
	return {
		kind: "validation",
		type: "nanoid",
		reference: nanoid,
		async: false,
		expects: null,
		requirement: NANO_ID_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "Nano ID", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/nonEmpty/nonEmpty.ts
/* @__NO_SIDE_EFFECTS__ */
function nonEmpty(message$1) {
	return {
		kind: "validation",
		type: "non_empty",
		reference: nonEmpty,
		async: false,
		expects: "!0",
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && dataset.value.length === 0) _addIssue(this, "length", dataset, config$1, { received: "0" });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/normalize/normalize.ts
/* @__NO_SIDE_EFFECTS__ */
function normalize(form) {
	return {
		kind: "transformation",
		type: "normalize",
		reference: normalize,
		async: false,
		form,
		"~run"(dataset) {
			dataset.value = dataset.value.normalize(this.form);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/notBytes/notBytes.ts
/* @__NO_SIDE_EFFECTS__ */
function notBytes(requirement, message$1) {
	return {
		kind: "validation",
		type: "not_bytes",
		reference: notBytes,
		async: false,
		expects: `!${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed) {
				const length$1 = /* @__PURE__ */ _getByteCount(dataset.value);
				if (length$1 === this.requirement) _addIssue(this, "bytes", dataset, config$1, { received: `${length$1}` });
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/notCodePoints/notCodePoints.ts
/* @__NO_SIDE_EFFECTS__ */
function notCodePoints(requirement, message$1) {
	return {
		kind: "validation",
		type: "not_code_points",
		reference: notCodePoints,
		async: false,
		expects: `!${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed) {
				const count = /* @__PURE__ */ _getCodePointCount(dataset.value);
				if (count === this.requirement) _addIssue(this, "code points", dataset, config$1, { received: `${count}` });
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/notEntries/notEntries.ts
/* @__NO_SIDE_EFFECTS__ */
function notEntries(requirement, message$1) {
	return {
		kind: "validation",
		type: "not_entries",
		reference: notEntries,
		async: false,
		expects: `!${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (!dataset.typed) return dataset;
			const count = Object.keys(dataset.value).length;
			if (dataset.typed && count === this.requirement) _addIssue(this, "entries", dataset, config$1, { received: `${count}` });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/notGraphemes/notGraphemes.ts
/* @__NO_SIDE_EFFECTS__ */
function notGraphemes(requirement, message$1) {
	return {
		kind: "validation",
		type: "not_graphemes",
		reference: notGraphemes,
		async: false,
		expects: `!${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed) {
				const count = /* @__PURE__ */ _getGraphemeCount(dataset.value);
				if (count === this.requirement) _addIssue(this, "graphemes", dataset, config$1, { received: `${count}` });
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/notLength/notLength.ts
/* @__NO_SIDE_EFFECTS__ */
function notLength(requirement, message$1) {
	return {
		kind: "validation",
		type: "not_length",
		reference: notLength,
		async: false,
		expects: `!${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && dataset.value.length === this.requirement) _addIssue(this, "length", dataset, config$1, { received: `${dataset.value.length}` });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/notSize/notSize.ts
/* @__NO_SIDE_EFFECTS__ */
function notSize(requirement, message$1) {
	return {
		kind: "validation",
		type: "not_size",
		reference: notSize,
		async: false,
		expects: `!${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && dataset.value.size === this.requirement) _addIssue(this, "size", dataset, config$1, { received: `${dataset.value.size}` });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/notValue/notValue.ts
/* @__NO_SIDE_EFFECTS__ */
function notValue(requirement, message$1) {
	return {
		kind: "validation",
		type: "not_value",
		reference: notValue,
		async: false,
		expects: requirement instanceof Date ? `!${requirement.toJSON()}` : `!${/* @__PURE__ */ _stringify(requirement)}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && /* @__PURE__ */ _isValueMatch(this.requirement, dataset.value)) _addIssue(this, "value", dataset, config$1, { received: dataset.value instanceof Date ? dataset.value.toJSON() : /* @__PURE__ */ _stringify(dataset.value) });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/notValues/notValues.ts
/* @__NO_SIDE_EFFECTS__ */
function notValues(requirement, message$1) {
	return {
		kind: "validation",
		type: "not_values",
		reference: notValues,
		async: false,
		expects: `!${/* @__PURE__ */ _joinExpects(requirement.map((value$1) => value$1 instanceof Date ? value$1.toJSON() : /* @__PURE__ */ _stringify(value$1)), "|")}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && this.requirement.some((requirement$1) => /* @__PURE__ */ _isValueMatch(requirement$1, dataset.value))) _addIssue(this, "value", dataset, config$1, { received: dataset.value instanceof Date ? dataset.value.toJSON() : /* @__PURE__ */ _stringify(dataset.value) });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/notWords/notWords.ts
/* @__NO_SIDE_EFFECTS__ */
function notWords(locales, requirement, message$1) {
	return {
		kind: "validation",
		type: "not_words",
		reference: notWords,
		async: false,
		expects: `!${requirement}`,
		locales,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed) {
				const count = /* @__PURE__ */ _getWordCount(this.locales, dataset.value);
				if (count === this.requirement) _addIssue(this, "words", dataset, config$1, { received: `${count}` });
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/octal/octal.ts
/* @__NO_SIDE_EFFECTS__ */
function octal(message$1) {
	return {
		kind: "validation",
		type: "octal",
		reference: octal,
		async: false,
		expects: null,
		requirement: OCTAL_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "octal", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/parseBoolean/parseBoolean.ts
const TRUTHY = (/* unused pure expression or super */ null && ([
	true,
	1,
	"true",
	"1",
	"yes",
	"y",
	"on",
	"enabled"
]));
const FALSY = (/* unused pure expression or super */ null && ([
	false,
	0,
	"false",
	"0",
	"no",
	"n",
	"off",
	"disabled"
]));
/* @__NO_SIDE_EFFECTS__ */
function parseBoolean(config$1, message$1) {
	const normalize$1 = (v) => typeof v === "string" ? v.toLowerCase() : v;
	const truthyRaw = config$1?.truthy ?? TRUTHY;
	const falsyRaw = config$1?.falsy ?? FALSY;
	const truthy = config$1?.truthy ? config$1.truthy.map(normalize$1) : TRUTHY;
	const falsy = config$1?.falsy ? config$1.falsy.map(normalize$1) : FALSY;
	return {
		kind: "transformation",
		type: "parse_boolean",
		reference: parseBoolean,
		expects: /* @__PURE__ */ _joinExpects([...truthyRaw, ...falsyRaw].map(_stringify), "|"),
		config: config$1,
		message: message$1,
		async: false,
		"~run"(dataset, config$2) {
			const input = normalize$1(dataset.value);
			if (truthy.includes(input)) dataset.value = true;
			else if (falsy.includes(input)) dataset.value = false;
			else {
				_addIssue(this, "boolean", dataset, config$2);
				dataset.typed = false;
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/parseJson/parseJson.ts
/* @__NO_SIDE_EFFECTS__ */
function parseJson(config$1, message$1) {
	return {
		kind: "transformation",
		type: "parse_json",
		reference: parseJson,
		config: config$1,
		message: message$1,
		async: false,
		"~run"(dataset, config$2) {
			try {
				dataset.value = JSON.parse(dataset.value, this.config?.reviver);
			} catch (error) {
				if (error instanceof Error) {
					_addIssue(this, "JSON", dataset, config$2, { received: `"${error.message}"` });
					dataset.typed = false;
				} else throw error;
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/partialCheck/utils/_isPartiallyTyped/_isPartiallyTyped.ts
/**
* Checks if a dataset is partially typed.
*
* @param dataset The dataset to check.
* @param paths The paths to check.
*
* @returns Whether it is partially typed.
*
* @internal
*/
/* @__NO_SIDE_EFFECTS__ */
function _isPartiallyTyped(dataset, paths) {
	if (dataset.issues) for (const path of paths) for (const issue of dataset.issues) {
		let typed = false;
		const bound = Math.min(path.length, issue.path?.length ?? 0);
		for (let index = 0; index < bound; index++) if (path[index] !== issue.path[index].key && (path[index] !== "$" || issue.path[index].type !== "array")) {
			typed = true;
			break;
		}
		if (!typed) return false;
	}
	return true;
}

//#endregion
//#region src/actions/partialCheck/partialCheck.ts
/* @__NO_SIDE_EFFECTS__ */
function partialCheck(paths, requirement, message$1) {
	return {
		kind: "validation",
		type: "partial_check",
		reference: partialCheck,
		async: false,
		expects: null,
		paths,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if ((dataset.typed || /* @__PURE__ */ _isPartiallyTyped(dataset, paths)) && !this.requirement(dataset.value)) _addIssue(this, "input", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/partialCheck/partialCheckAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function partialCheckAsync(paths, requirement, message$1) {
	return {
		kind: "validation",
		type: "partial_check",
		reference: partialCheckAsync,
		async: true,
		expects: null,
		paths,
		requirement,
		message: message$1,
		async "~run"(dataset, config$1) {
			if ((dataset.typed || /* @__PURE__ */ _isPartiallyTyped(dataset, paths)) && !await this.requirement(dataset.value)) _addIssue(this, "input", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/rawCheck/rawCheck.ts
/**
* Creates a raw check validation action.
*
* @param action The validation action.
*
* @returns A raw check action.
*/
/* @__NO_SIDE_EFFECTS__ */
function rawCheck(action) {
	return {
		kind: "validation",
		type: "raw_check",
		reference: rawCheck,
		async: false,
		expects: null,
		"~run"(dataset, config$1) {
			action({
				dataset,
				config: config$1,
				addIssue: (info) => _addIssue(this, info?.label ?? "input", dataset, config$1, info)
			});
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/rawCheck/rawCheckAsync.ts
/**
* Creates a raw check validation action.
*
* @param action The validation action.
*
* @returns A raw check action.
*/
/* @__NO_SIDE_EFFECTS__ */
function rawCheckAsync(action) {
	return {
		kind: "validation",
		type: "raw_check",
		reference: rawCheckAsync,
		async: true,
		expects: null,
		async "~run"(dataset, config$1) {
			await action({
				dataset,
				config: config$1,
				addIssue: (info) => _addIssue(this, info?.label ?? "input", dataset, config$1, info)
			});
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/rawTransform/rawTransform.ts
/**
* Creates a raw transformation action.
*
* @param action The transformation action.
*
* @returns A raw transform action.
*/
/* @__NO_SIDE_EFFECTS__ */
function rawTransform(action) {
	return {
		kind: "transformation",
		type: "raw_transform",
		reference: rawTransform,
		async: false,
		"~run"(dataset, config$1) {
			const output = action({
				dataset,
				config: config$1,
				addIssue: (info) => _addIssue(this, info?.label ?? "input", dataset, config$1, info),
				NEVER: null
			});
			if (dataset.issues) dataset.typed = false;
			else dataset.value = output;
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/rawTransform/rawTransformAsync.ts
/**
* Creates a raw transformation action.
*
* @param action The transformation action.
*
* @returns A raw transform action.
*/
/* @__NO_SIDE_EFFECTS__ */
function rawTransformAsync(action) {
	return {
		kind: "transformation",
		type: "raw_transform",
		reference: rawTransformAsync,
		async: true,
		async "~run"(dataset, config$1) {
			const output = await action({
				dataset,
				config: config$1,
				addIssue: (info) => _addIssue(this, info?.label ?? "input", dataset, config$1, info),
				NEVER: null
			});
			if (dataset.issues) dataset.typed = false;
			else dataset.value = output;
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/readonly/readonly.ts
/* @__NO_SIDE_EFFECTS__ */
function readonly() {
	return {
		kind: "transformation",
		type: "readonly",
		reference: readonly,
		async: false,
		"~run"(dataset) {
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/reduceItems/reduceItems.ts
/* @__NO_SIDE_EFFECTS__ */
function reduceItems(operation, initial) {
	return {
		kind: "transformation",
		type: "reduce_items",
		reference: reduceItems,
		async: false,
		operation,
		initial,
		"~run"(dataset) {
			dataset.value = dataset.value.reduce(this.operation, this.initial);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/regex/regex.ts
/* @__NO_SIDE_EFFECTS__ */
function regex(requirement, message$1) {
	return {
		kind: "validation",
		type: "regex",
		reference: regex,
		async: false,
		expects: `${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "format", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/returns/returns.ts
/* @__NO_SIDE_EFFECTS__ */
function returns(schema) {
	return {
		kind: "transformation",
		type: "returns",
		reference: returns,
		async: false,
		schema,
		"~run"(dataset, config$1) {
			const func = dataset.value;
			dataset.value = (...args_) => {
				const returnsDataset = this.schema["~run"]({ value: func(...args_) }, config$1);
				if (returnsDataset.issues) throw new ValiError(returnsDataset.issues);
				return returnsDataset.value;
			};
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/returns/returnsAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function returnsAsync(schema) {
	return {
		kind: "transformation",
		type: "returns",
		reference: returnsAsync,
		async: false,
		schema,
		"~run"(dataset, config$1) {
			const func = dataset.value;
			dataset.value = async (...args_) => {
				const returnsDataset = await this.schema["~run"]({ value: await func(...args_) }, config$1);
				if (returnsDataset.issues) throw new ValiError(returnsDataset.issues);
				return returnsDataset.value;
			};
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/rfcEmail/rfcEmail.ts
/* @__NO_SIDE_EFFECTS__ */
function rfcEmail(message$1) {
	return {
		kind: "validation",
		type: "rfc_email",
		reference: rfcEmail,
		expects: null,
		async: false,
		requirement: RFC_EMAIL_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "email", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/safeInteger/safeInteger.ts
/* @__NO_SIDE_EFFECTS__ */
function safeInteger(message$1) {
	return {
		kind: "validation",
		type: "safe_integer",
		reference: safeInteger,
		async: false,
		expects: null,
		requirement: Number.isSafeInteger,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement(dataset.value)) _addIssue(this, "safe integer", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/size/size.ts
/* @__NO_SIDE_EFFECTS__ */
function size(requirement, message$1) {
	return {
		kind: "validation",
		type: "size",
		reference: size,
		async: false,
		expects: `${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && dataset.value.size !== this.requirement) _addIssue(this, "size", dataset, config$1, { received: `${dataset.value.size}` });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/slug/slug.ts
/* @__NO_SIDE_EFFECTS__ */
function slug(message$1) {
	return {
		kind: "validation",
		type: "slug",
		reference: slug,
		async: false,
		expects: null,
		requirement: SLUG_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "slug", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/someItem/someItem.ts
/* @__NO_SIDE_EFFECTS__ */
function someItem(requirement, message$1) {
	return {
		kind: "validation",
		type: "some_item",
		reference: someItem,
		async: false,
		expects: null,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !dataset.value.some(this.requirement)) _addIssue(this, "item", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/sortItems/sortItems.ts
/* @__NO_SIDE_EFFECTS__ */
function sortItems(operation) {
	return {
		kind: "transformation",
		type: "sort_items",
		reference: sortItems,
		async: false,
		operation,
		"~run"(dataset) {
			dataset.value = dataset.value.sort(this.operation);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/startsWith/startsWith.ts
/* @__NO_SIDE_EFFECTS__ */
function startsWith(requirement, message$1) {
	return {
		kind: "validation",
		type: "starts_with",
		reference: startsWith,
		async: false,
		expects: `"${requirement}"`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !dataset.value.startsWith(this.requirement)) _addIssue(this, "start", dataset, config$1, { received: `"${dataset.value.slice(0, this.requirement.length)}"` });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/stringifyJson/stringifyJson.ts
/* @__NO_SIDE_EFFECTS__ */
function stringifyJson(config$1, message$1) {
	return {
		kind: "transformation",
		type: "stringify_json",
		reference: stringifyJson,
		message: message$1,
		config: config$1,
		async: false,
		"~run"(dataset, config$2) {
			try {
				const output = JSON.stringify(dataset.value, this.config?.replacer, this.config?.space);
				if (output === void 0) {
					_addIssue(this, "JSON", dataset, config$2);
					dataset.typed = false;
				} else dataset.value = output;
			} catch (error) {
				if (error instanceof Error) {
					_addIssue(this, "JSON", dataset, config$2, { received: `"${error.message}"` });
					dataset.typed = false;
				} else throw error;
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/title/title.ts
/**
* Creates a title metadata action.
*
* @param title_ The title text.
*
* @returns A title action.
*/
/* @__NO_SIDE_EFFECTS__ */
function title(title_) {
	return {
		kind: "metadata",
		type: "title",
		reference: title,
		title: title_
	};
}

//#endregion
//#region src/actions/toBigint/toBigint.ts
/* @__NO_SIDE_EFFECTS__ */
function toBigint(message$1) {
	return {
		kind: "transformation",
		type: "to_bigint",
		reference: toBigint,
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			try {
				dataset.value = BigInt(dataset.value);
			} catch {
				_addIssue(this, "bigint", dataset, config$1);
				dataset.typed = false;
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/toBoolean/toBoolean.ts
/**
* Creates a to boolean transformation action.
*
* @returns A to boolean action.
*
* @beta
*/
/* @__NO_SIDE_EFFECTS__ */
function toBoolean() {
	return {
		kind: "transformation",
		type: "to_boolean",
		reference: toBoolean,
		async: false,
		"~run"(dataset) {
			dataset.value = Boolean(dataset.value);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/toCamelCase/toCamelCase.ts
/**
* Creates a to camel case transformation action.
*
* Words are separated by `_`, `-` and ASCII whitespace, as well as by case
* and acronym boundaries.
*
* Hint: Acronym runs are normalized to lowercase (e.g. `parseURLValue` →
* `parseUrlValue`) and digits stay attached to the preceding token (e.g.
* `item2Name` → `item2Name`).
*
* @returns A to camel case action.
*
* @beta
*/
/* @__NO_SIDE_EFFECTS__ */
function toCamelCase() {
	return {
		kind: "transformation",
		type: "to_camel_case",
		reference: toCamelCase,
		async: false,
		"~run"(dataset) {
			dataset.value = /* @__PURE__ */ _formatCase(dataset.value, "", false, true);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/toDate/toDate.ts
/* @__NO_SIDE_EFFECTS__ */
function toDate(message$1) {
	return {
		kind: "transformation",
		type: "to_date",
		reference: toDate,
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			try {
				dataset.value = new Date(dataset.value);
				if (isNaN(dataset.value)) {
					_addIssue(this, "date", dataset, config$1, { received: "\"Invalid Date\"" });
					dataset.typed = false;
				}
			} catch {
				_addIssue(this, "date", dataset, config$1);
				dataset.typed = false;
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/toKebabCase/toKebabCase.ts
/**
* Creates a to kebab case transformation action.
*
* Words are separated by `_`, `-` and ASCII whitespace, as well as by case
* and acronym boundaries.
*
* Hint: Acronym runs are normalized to lowercase (e.g. `parseURLValue` →
* `parse-url-value`) and digits stay attached to the preceding token (e.g.
* `item2Name` → `item2-name`).
*
* @returns A to kebab case action.
*
* @beta
*/
/* @__NO_SIDE_EFFECTS__ */
function toKebabCase() {
	return {
		kind: "transformation",
		type: "to_kebab_case",
		reference: toKebabCase,
		async: false,
		"~run"(dataset) {
			dataset.value = /* @__PURE__ */ _formatCase(dataset.value, "-", false, false);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/toLowerCase/toLowerCase.ts
/**
* Creates a to lower case transformation action.
*
* @returns A to lower case action.
*/
/* @__NO_SIDE_EFFECTS__ */
function toLowerCase() {
	return {
		kind: "transformation",
		type: "to_lower_case",
		reference: toLowerCase,
		async: false,
		"~run"(dataset) {
			dataset.value = dataset.value.toLowerCase();
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/toMaxValue/toMaxValue.ts
/**
* Creates a to max value transformation action.
*
* @param requirement The maximum value.
*
* @returns A to max value action.
*/
/* @__NO_SIDE_EFFECTS__ */
function toMaxValue(requirement) {
	return {
		kind: "transformation",
		type: "to_max_value",
		reference: toMaxValue,
		async: false,
		requirement,
		"~run"(dataset) {
			dataset.value = dataset.value > this.requirement ? this.requirement : dataset.value;
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/toMinValue/toMinValue.ts
/**
* Creates a to min value transformation action.
*
* @param requirement The minimum value.
*
* @returns A to min value action.
*/
/* @__NO_SIDE_EFFECTS__ */
function toMinValue(requirement) {
	return {
		kind: "transformation",
		type: "to_min_value",
		reference: toMinValue,
		async: false,
		requirement,
		"~run"(dataset) {
			dataset.value = dataset.value < this.requirement ? this.requirement : dataset.value;
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/toNumber/toNumber.ts
/* @__NO_SIDE_EFFECTS__ */
function toNumber(message$1) {
	return {
		kind: "transformation",
		type: "to_number",
		reference: toNumber,
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			try {
				dataset.value = Number(dataset.value);
				if (isNaN(dataset.value)) {
					_addIssue(this, "number", dataset, config$1);
					dataset.typed = false;
				}
			} catch {
				_addIssue(this, "number", dataset, config$1);
				dataset.typed = false;
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/toPascalCase/toPascalCase.ts
/**
* Creates a to pascal case transformation action.
*
* Words are separated by `_`, `-` and ASCII whitespace, as well as by case
* and acronym boundaries.
*
* Hint: Acronym runs are normalized to lowercase (e.g. `parseURLValue` →
* `ParseUrlValue`) and digits stay attached to the preceding token (e.g.
* `item2Name` → `Item2Name`).
*
* @returns A to pascal case action.
*
* @beta
*/
/* @__NO_SIDE_EFFECTS__ */
function toPascalCase() {
	return {
		kind: "transformation",
		type: "to_pascal_case",
		reference: toPascalCase,
		async: false,
		"~run"(dataset) {
			dataset.value = /* @__PURE__ */ _formatCase(dataset.value, "", true, true);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/toSnakeCase/toSnakeCase.ts
/**
* Creates a to snake case transformation action.
*
* Words are separated by `_`, `-` and ASCII whitespace, as well as by case
* and acronym boundaries.
*
* Hint: Acronym runs are normalized to lowercase (e.g. `parseURLValue` →
* `parse_url_value`) and digits stay attached to the preceding token (e.g.
* `item2Name` → `item2_name`).
*
* @returns A to snake case action.
*
* @beta
*/
/* @__NO_SIDE_EFFECTS__ */
function toSnakeCase() {
	return {
		kind: "transformation",
		type: "to_snake_case",
		reference: toSnakeCase,
		async: false,
		"~run"(dataset) {
			dataset.value = /* @__PURE__ */ _formatCase(dataset.value, "_", false, false);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/toString/toString.ts
/* @__NO_SIDE_EFFECTS__ */
function dist_toString(message$1) {
	return {
		kind: "transformation",
		type: "to_string",
		reference: dist_toString,
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			try {
				dataset.value = String(dataset.value);
			} catch {
				_addIssue(this, "string", dataset, config$1);
				dataset.typed = false;
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/toUpperCase/toUpperCase.ts
/**
* Creates a to upper case transformation action.
*
* @returns A to upper case action.
*/
/* @__NO_SIDE_EFFECTS__ */
function toUpperCase() {
	return {
		kind: "transformation",
		type: "to_upper_case",
		reference: toUpperCase,
		async: false,
		"~run"(dataset) {
			dataset.value = dataset.value.toUpperCase();
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/transform/transform.ts
/**
* Creates a custom transformation action.
*
* @param operation The transformation operation.
*
* @returns A transform action.
*/
/* @__NO_SIDE_EFFECTS__ */
function transform(operation) {
	return {
		kind: "transformation",
		type: "transform",
		reference: transform,
		async: false,
		operation,
		"~run"(dataset) {
			dataset.value = this.operation(dataset.value);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/transform/transformAsync.ts
/**
* Creates a custom transformation action.
*
* @param operation The transformation operation.
*
* @returns A transform action.
*/
/* @__NO_SIDE_EFFECTS__ */
function transformAsync(operation) {
	return {
		kind: "transformation",
		type: "transform",
		reference: transformAsync,
		async: true,
		operation,
		async "~run"(dataset) {
			dataset.value = await this.operation(dataset.value);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/trim/trim.ts
/**
* Creates a trim transformation action.
*
* @returns A trim action.
*/
/* @__NO_SIDE_EFFECTS__ */
function trim() {
	return {
		kind: "transformation",
		type: "trim",
		reference: trim,
		async: false,
		"~run"(dataset) {
			dataset.value = dataset.value.trim();
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/trimEnd/trimEnd.ts
/**
* Creates a trim end transformation action.
*
* @returns A trim end action.
*/
/* @__NO_SIDE_EFFECTS__ */
function trimEnd() {
	return {
		kind: "transformation",
		type: "trim_end",
		reference: trimEnd,
		async: false,
		"~run"(dataset) {
			dataset.value = dataset.value.trimEnd();
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/trimStart/trimStart.ts
/**
* Creates a trim start transformation action.
*
* @returns A trim start action.
*/
/* @__NO_SIDE_EFFECTS__ */
function trimStart() {
	return {
		kind: "transformation",
		type: "trim_start",
		reference: trimStart,
		async: false,
		"~run"(dataset) {
			dataset.value = dataset.value.trimStart();
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/ulid/ulid.ts
/* @__NO_SIDE_EFFECTS__ */
function ulid(message$1) {
	return {
		kind: "validation",
		type: "ulid",
		reference: ulid,
		async: false,
		expects: null,
		requirement: ULID_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "ULID", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/url/url.ts
/* @__NO_SIDE_EFFECTS__ */
function url(message$1) {
	return {
		kind: "validation",
		type: "url",
		reference: url,
		async: false,
		expects: null,
		requirement(input) {
			try {
				if (URL.canParse) return URL.canParse(input);
				new URL(input);
				return true;
			} catch {
				return false;
			}
		},
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement(dataset.value)) _addIssue(this, "URL", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/uuid/uuid.ts
/* @__NO_SIDE_EFFECTS__ */
function uuid(message$1) {
	return {
		kind: "validation",
		type: "uuid",
		reference: uuid,
		async: false,
		expects: null,
		requirement: UUID_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "UUID", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/value/value.ts
/* @__NO_SIDE_EFFECTS__ */
function value(requirement, message$1) {
	return {
		kind: "validation",
		type: "value",
		reference: value,
		async: false,
		expects: requirement instanceof Date ? requirement.toJSON() : /* @__PURE__ */ _stringify(requirement),
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !/* @__PURE__ */ _isValueMatch(this.requirement, dataset.value)) _addIssue(this, "value", dataset, config$1, { received: dataset.value instanceof Date ? dataset.value.toJSON() : /* @__PURE__ */ _stringify(dataset.value) });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/values/values.ts
/* @__NO_SIDE_EFFECTS__ */
function values(requirement, message$1) {
	return {
		kind: "validation",
		type: "values",
		reference: values,
		async: false,
		expects: `${/* @__PURE__ */ _joinExpects(requirement.map((value$1) => value$1 instanceof Date ? value$1.toJSON() : /* @__PURE__ */ _stringify(value$1)), "|")}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.some((requirement$1) => /* @__PURE__ */ _isValueMatch(requirement$1, dataset.value))) _addIssue(this, "value", dataset, config$1, { received: dataset.value instanceof Date ? dataset.value.toJSON() : /* @__PURE__ */ _stringify(dataset.value) });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/words/words.ts
/* @__NO_SIDE_EFFECTS__ */
function words(locales, requirement, message$1) {
	return {
		kind: "validation",
		type: "words",
		reference: words,
		async: false,
		expects: `${requirement}`,
		locales,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed) {
				const count = /* @__PURE__ */ _getWordCount(this.locales, dataset.value);
				if (count !== this.requirement) _addIssue(this, "words", dataset, config$1, { received: `${count}` });
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/const.ts
const ABORT_EARLY_CONFIG = { abortEarly: true };

//#endregion
//#region src/methods/assert/assert.ts
/**
* Checks if the input matches the schema. As this is an assertion function, it
* can be used as a type guard.
*
* @param schema The schema to be used.
* @param input The input to be tested.
*/
function assert(schema, input) {
	const issues = schema["~run"]({ value: input }, ABORT_EARLY_CONFIG).issues;
	if (issues) throw new ValiError(issues);
}

//#endregion
//#region src/methods/cache/_LruCache.ts
/**
* Efficient LRU cache using Map iteration order.
*/
var _LruCache = class {
	constructor(config$1) {
		this.refCount = 0;
		this.maxSize = config$1?.maxSize ?? 1e3;
		this.maxAge = config$1?.maxAge ?? Infinity;
		this.hasMaxAge = isFinite(this.maxAge);
	}
	/**
	* Stringifies an unknown input to a cache key component.
	*
	* @param input The unknown input.
	*
	* @returns A cache key component.
	*/
	stringify(input) {
		const type = typeof input;
		if (type === "string") return `"${input}"`;
		if (type === "number" || type === "boolean") return `${input}`;
		if (type === "bigint") return `${input}n`;
		if (type === "object" || type === "function") {
			if (input) {
				this.refIds ?? (this.refIds = /* @__PURE__ */ new WeakMap());
				let id = this.refIds.get(input);
				if (!id) {
					id = ++this.refCount;
					this.refIds.set(input, id);
				}
				return `#${id}`;
			}
			return "null";
		}
		return type;
	}
	/**
	* Creates a cache key from input and config.
	*
	* @param input The input value.
	* @param config The parse configuration.
	*
	* @returns The cache key.
	*/
	key(input, config$1 = {}) {
		return `${this.stringify(input)}|${this.stringify(config$1.lang)}|${this.stringify(config$1.message)}|${this.stringify(config$1.abortEarly)}|${this.stringify(config$1.abortPipeEarly)}`;
	}
	/**
	* Gets a value from the cache by key.
	*
	* @param key The cache key.
	*
	* @returns The cached value.
	*/
	get(key) {
		if (!this.store) return void 0;
		const entry = this.store.get(key);
		if (!entry) return void 0;
		if (this.hasMaxAge && Date.now() - entry[1] > this.maxAge) {
			this.store.delete(key);
			return;
		}
		this.store.delete(key);
		this.store.set(key, entry);
		return entry[0];
	}
	/**
	* Sets a value in the cache by key.
	*
	* @param key The cache key.
	* @param value The cached value.
	*/
	set(key, value$1) {
		this.store ?? (this.store = /* @__PURE__ */ new Map());
		this.store.delete(key);
		const timestamp = this.hasMaxAge ? Date.now() : 0;
		this.store.set(key, [value$1, timestamp]);
		if (this.store.size > this.maxSize) this.store.delete(this.store.keys().next().value);
	}
	/**
	* Clears all entries from the cache.
	*/
	clear() {
		this.store?.clear();
	}
};

//#endregion
//#region src/methods/cache/cache.ts
/* @__NO_SIDE_EFFECTS__ */
function cache(schema, config$1) {
	return _standardSchema({
		...schema,
		cacheConfig: config$1,
		cache: new _LruCache(config$1),
		"~run"(dataset, runConfig) {
			const key = this.cache.key(dataset.value, runConfig);
			let outputDataset = this.cache.get(key);
			if (!outputDataset) this.cache.set(key, outputDataset = schema["~run"](dataset, runConfig));
			return /* @__PURE__ */ _cloneDataset(outputDataset);
		}
	});
}

//#endregion
//#region src/methods/cache/cacheAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function cacheAsync(schema, config$1) {
	let activeRuns;
	return _standardSchema({
		...schema,
		async: true,
		cacheConfig: config$1,
		cache: new _LruCache(config$1),
		async "~run"(dataset, runConfig) {
			const key = this.cache.key(dataset.value, runConfig);
			const cached = this.cache.get(key);
			if (cached) return /* @__PURE__ */ _cloneDataset(cached);
			let promise$1 = activeRuns?.get(key);
			if (!promise$1) {
				activeRuns ?? (activeRuns = /* @__PURE__ */ new Map());
				promise$1 = Promise.resolve(schema["~run"](dataset, runConfig));
				activeRuns.set(key, promise$1);
			}
			try {
				const outputDataset = await promise$1;
				this.cache.set(key, outputDataset);
				return /* @__PURE__ */ _cloneDataset(outputDataset);
			} finally {
				activeRuns?.delete(key);
			}
		}
	});
}

//#endregion
//#region src/methods/config/config.ts
/**
* Changes the local configuration of a schema.
*
* @param schema The schema to configure.
* @param config The parse configuration.
*
* @returns The configured schema.
*/
/* @__NO_SIDE_EFFECTS__ */
function config(schema, config$1) {
	return _standardSchema({
		...schema,
		"~run"(dataset, config_) {
			return schema["~run"](dataset, {
				...config_,
				...config$1
			});
		}
	});
}

//#endregion
//#region src/methods/getFallback/getFallback.ts
/**
* Returns the fallback value of the schema.
*
* @param schema The schema to get it from.
* @param dataset The output dataset if available.
* @param config The config if available.
*
* @returns The fallback value.
*/
/* @__NO_SIDE_EFFECTS__ */
function getFallback(schema, dataset, config$1) {
	return typeof schema.fallback === "function" ? schema.fallback(dataset, config$1) : schema.fallback;
}

//#endregion
//#region src/methods/fallback/fallback.ts
/**
* Returns a fallback value as output if the input does not match the schema.
*
* @param schema The schema to catch.
* @param fallback The fallback value.
*
* @returns The passed schema.
*/
/* @__NO_SIDE_EFFECTS__ */
function fallback(schema, fallback$1) {
	return _standardSchema({
		...schema,
		fallback: fallback$1,
		"~run"(dataset, config$1) {
			const outputDataset = schema["~run"](dataset, config$1);
			return outputDataset.issues ? {
				typed: true,
				value: /* @__PURE__ */ getFallback(this, outputDataset, config$1)
			} : outputDataset;
		}
	});
}

//#endregion
//#region src/methods/fallback/fallbackAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function fallbackAsync(schema, fallback$1) {
	return _standardSchema({
		...schema,
		fallback: fallback$1,
		async: true,
		async "~run"(dataset, config$1) {
			const outputDataset = await schema["~run"](dataset, config$1);
			return outputDataset.issues ? {
				typed: true,
				value: await /* @__PURE__ */ getFallback(this, outputDataset, config$1)
			} : outputDataset;
		}
	});
}

//#endregion
//#region src/methods/flatten/flatten.ts
/* @__NO_SIDE_EFFECTS__ */
function flatten(issues) {
	const flatErrors = {};
	for (const issue of issues) if (issue.path) {
		const dotPath = /* @__PURE__ */ getDotPath(issue);
		if (dotPath) {
			if (!flatErrors.nested) flatErrors.nested = {};
			if (Object.prototype.hasOwnProperty.call(flatErrors.nested, dotPath)) flatErrors.nested[dotPath].push(issue.message);
			else flatErrors.nested[dotPath] = [issue.message];
		} else if (flatErrors.other) flatErrors.other.push(issue.message);
		else flatErrors.other = [issue.message];
	} else if (flatErrors.root) flatErrors.root.push(issue.message);
	else flatErrors.root = [issue.message];
	return flatErrors;
}

//#endregion
//#region src/methods/forward/forward.ts
/**
* Forwards the issues of the passed validation action.
*
* @param action The validation action.
* @param path The path to forward the issues to.
*
* @returns The modified action.
*/
/* @__NO_SIDE_EFFECTS__ */
function forward(action, path) {
	return {
		...action,
		"~run"(dataset, config$1) {
			const prevIssues = dataset.issues && [...dataset.issues];
			dataset = action["~run"](dataset, config$1);
			if (dataset.issues) {
				for (const issue of dataset.issues) if (!prevIssues?.includes(issue)) {
					let pathInput = dataset.value;
					for (const key of path) {
						const pathValue = pathInput[key];
						const pathItem = {
							type: "unknown",
							origin: "value",
							input: pathInput,
							key,
							value: pathValue
						};
						if (issue.path) issue.path.push(pathItem);
						else issue.path = [pathItem];
						if (!pathValue) break;
						pathInput = pathValue;
					}
				}
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/methods/forward/forwardAsync.ts
/**
* Forwards the issues of the passed validation action.
*
* @param action The validation action.
* @param path The path to forward the issues to.
*
* @returns The modified action.
*/
/* @__NO_SIDE_EFFECTS__ */
function forwardAsync(action, path) {
	return {
		...action,
		async: true,
		async "~run"(dataset, config$1) {
			const prevIssues = dataset.issues && [...dataset.issues];
			dataset = await action["~run"](dataset, config$1);
			if (dataset.issues) {
				for (const issue of dataset.issues) if (!prevIssues?.includes(issue)) {
					let pathInput = dataset.value;
					for (const key of path) {
						const pathValue = pathInput[key];
						const pathItem = {
							type: "unknown",
							origin: "value",
							input: pathInput,
							key,
							value: pathValue
						};
						if (issue.path) issue.path.push(pathItem);
						else issue.path = [pathItem];
						if (!pathValue) break;
						pathInput = pathValue;
					}
				}
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/methods/getDefault/getDefault.ts
/**
* Returns the default value of the schema.
*
* @param schema The schema to get it from.
* @param dataset The input dataset if available.
* @param config The config if available.
*
* @returns The default value.
*/
/* @__NO_SIDE_EFFECTS__ */
function getDefault(schema, dataset, config$1) {
	return typeof schema.default === "function" ? schema.default(dataset, config$1) : schema.default;
}

//#endregion
//#region src/methods/getDefaults/getDefaults.ts
/**
* Returns the default values of the schema.
*
* Hint: The difference to `getDefault` is that for object and tuple schemas
* this function recursively returns the default values of the subschemas
* instead of `undefined`.
*
* @param schema The schema to get them from.
*
* @returns The default values.
*/
/* @__NO_SIDE_EFFECTS__ */
function getDefaults(schema) {
	if ("entries" in schema) {
		const object$1 = {};
		for (const key in schema.entries) object$1[key] = /* @__PURE__ */ getDefaults(schema.entries[key]);
		return object$1;
	}
	if ("items" in schema) return schema.items.map(getDefaults);
	return /* @__PURE__ */ getDefault(schema);
}

//#endregion
//#region src/methods/getDefaults/getDefaultsAsync.ts
/**
* Returns the default values of the schema.
*
* Hint: The difference to `getDefault` is that for object and tuple schemas
* this function recursively returns the default values of the subschemas
* instead of `undefined`.
*
* @param schema The schema to get them from.
*
* @returns The default values.
*/
/* @__NO_SIDE_EFFECTS__ */
async function getDefaultsAsync(schema) {
	if ("entries" in schema) return Object.fromEntries(await Promise.all(Object.entries(schema.entries).map(async ([key, value$1]) => [key, await /* @__PURE__ */ getDefaultsAsync(value$1)])));
	if ("items" in schema) return Promise.all(schema.items.map(getDefaultsAsync));
	return /* @__PURE__ */ getDefault(schema);
}

//#endregion
//#region src/methods/getDescription/getDescription.ts
/**
* Returns the description of the schema.
*
* If multiple descriptions are defined, the last one of the highest level is
* returned. If no description is defined, `undefined` is returned.
*
* @param schema The schema to get the description from.
*
* @returns The description, if any.
*
* @beta
*/
/* @__NO_SIDE_EFFECTS__ */
function getDescription(schema) {
	return /* @__PURE__ */ _getLastMetadata(schema, "description");
}

//#endregion
//#region src/methods/getExamples/getExamples.ts
/**
* Returns the examples of a schema.
*
* If multiple examples are defined, it concatenates them using depth-first
* search. If no examples are defined, an empty array is returned.
*
* @param schema The schema to get the examples from.
*
* @returns The examples, if any.
*
* @beta
*/
/* @__NO_SIDE_EFFECTS__ */
function getExamples(schema) {
	const examples$1 = [];
	function depthFirstCollect(schema$1) {
		if ("pipe" in schema$1) {
			for (const item of schema$1.pipe) if (item.kind === "schema" && "pipe" in item) depthFirstCollect(item);
			else if (item.kind === "metadata" && item.type === "examples") for (const example of item.examples) examples$1.push(example);
		}
	}
	depthFirstCollect(schema);
	return examples$1;
}

//#endregion
//#region src/methods/getFallbacks/getFallbacks.ts
/**
* Returns the fallback values of the schema.
*
* Hint: The difference to `getFallback` is that for object and tuple schemas
* this function recursively returns the fallback values of the subschemas
* instead of `undefined`.
*
* @param schema The schema to get them from.
*
* @returns The fallback values.
*/
/* @__NO_SIDE_EFFECTS__ */
function getFallbacks(schema) {
	if ("entries" in schema) {
		const object$1 = {};
		for (const key in schema.entries) object$1[key] = /* @__PURE__ */ getFallbacks(schema.entries[key]);
		return object$1;
	}
	if ("items" in schema) return schema.items.map(getFallbacks);
	return /* @__PURE__ */ getFallback(schema);
}

//#endregion
//#region src/methods/getFallbacks/getFallbacksAsync.ts
/**
* Returns the fallback values of the schema.
*
* Hint: The difference to `getFallback` is that for object and tuple schemas
* this function recursively returns the fallback values of the subschemas
* instead of `undefined`.
*
* @param schema The schema to get them from.
*
* @returns The fallback values.
*/
/* @__NO_SIDE_EFFECTS__ */
async function getFallbacksAsync(schema) {
	if ("entries" in schema) return Object.fromEntries(await Promise.all(Object.entries(schema.entries).map(async ([key, value$1]) => [key, await /* @__PURE__ */ getFallbacksAsync(value$1)])));
	if ("items" in schema) return Promise.all(schema.items.map(getFallbacksAsync));
	return /* @__PURE__ */ getFallback(schema);
}

//#endregion
//#region src/methods/getMetadata/getMetadata.ts
/**
* Returns the metadata of a schema.
*
* If multiple metadata are defined, it shallowly merges them using depth-first
* search. If no metadata is defined, an empty object is returned.
*
* @param schema Schema to get the metadata from.
*
* @returns The metadata, if any.
*
* @beta
*/
/* @__NO_SIDE_EFFECTS__ */
function getMetadata(schema) {
	const result = {};
	function depthFirstMerge(schema$1) {
		if ("pipe" in schema$1) {
			for (const item of schema$1.pipe) if (item.kind === "schema" && "pipe" in item) depthFirstMerge(item);
			else if (item.kind === "metadata" && item.type === "metadata") Object.assign(result, item.metadata);
		}
	}
	depthFirstMerge(schema);
	return result;
}

//#endregion
//#region src/methods/getTitle/getTitle.ts
/**
* Returns the title of the schema.
*
* If multiple titles are defined, the last one of the highest level is
* returned. If no title is defined, `undefined` is returned.
*
* @param schema The schema to get the title from.
*
* @returns The title, if any.
*
* @beta
*/
/* @__NO_SIDE_EFFECTS__ */
function getTitle(schema) {
	return /* @__PURE__ */ _getLastMetadata(schema, "title");
}

//#endregion
//#region src/methods/is/is.ts
/**
* Checks if the input matches the schema. By using a type predicate, this
* function can be used as a type guard.
*
* @param schema The schema to be used.
* @param input The input to be tested.
*
* @returns Whether the input matches the schema.
*/
/* @__NO_SIDE_EFFECTS__ */
function is(schema, input) {
	return !schema["~run"]({ value: input }, ABORT_EARLY_CONFIG).issues;
}

//#endregion
//#region src/schemas/any/any.ts
/**
* Creates an any schema.
*
* Hint: This schema function exists only for completeness and is not
* recommended in practice. Instead, `unknown` should be used to accept
* unknown data.
*
* @returns An any schema.
*/
/* @__NO_SIDE_EFFECTS__ */
function any() {
	return _standardSchema({
		kind: "schema",
		type: "any",
		reference: any,
		expects: "any",
		async: false,
		"~run"(dataset) {
			dataset.typed = true;
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/array/array.ts
/* @__NO_SIDE_EFFECTS__ */
function array(item, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "array",
		reference: array,
		expects: "Array",
		async: false,
		item,
		message: message$1,
		"~run"(dataset, config$1) {
			const input = dataset.value;
			if (Array.isArray(input)) {
				dataset.typed = true;
				dataset.value = [];
				for (let key = 0; key < input.length; key++) {
					const value$1 = input[key];
					const itemDataset = this.item["~run"]({ value: value$1 }, config$1);
					if (itemDataset.issues) {
						const pathItem = {
							type: "array",
							origin: "value",
							input,
							key,
							value: value$1
						};
						for (const issue of itemDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = itemDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!itemDataset.typed) dataset.typed = false;
					dataset.value.push(itemDataset.value);
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/array/arrayAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function arrayAsync(item, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "array",
		reference: arrayAsync,
		expects: "Array",
		async: true,
		item,
		message: message$1,
		async "~run"(dataset, config$1) {
			const input = dataset.value;
			if (Array.isArray(input)) {
				dataset.typed = true;
				dataset.value = [];
				const itemDatasets = await Promise.all(input.map((value$1) => this.item["~run"]({ value: value$1 }, config$1)));
				for (let key = 0; key < itemDatasets.length; key++) {
					const itemDataset = itemDatasets[key];
					if (itemDataset.issues) {
						const pathItem = {
							type: "array",
							origin: "value",
							input,
							key,
							value: input[key]
						};
						for (const issue of itemDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = itemDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!itemDataset.typed) dataset.typed = false;
					dataset.value.push(itemDataset.value);
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/bigint/bigint.ts
/* @__NO_SIDE_EFFECTS__ */
function bigint(message$1) {
	return _standardSchema({
		kind: "schema",
		type: "bigint",
		reference: bigint,
		expects: "bigint",
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			if (typeof dataset.value === "bigint") dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/blob/blob.ts
/* @__NO_SIDE_EFFECTS__ */
function blob(message$1) {
	return _standardSchema({
		kind: "schema",
		type: "blob",
		reference: blob,
		expects: "Blob",
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.value instanceof Blob) dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/boolean/boolean.ts
/* @__NO_SIDE_EFFECTS__ */
function dist_boolean(message$1) {
	return _standardSchema({
		kind: "schema",
		type: "boolean",
		reference: dist_boolean,
		expects: "boolean",
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			if (typeof dataset.value === "boolean") dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/custom/custom.ts
/* @__NO_SIDE_EFFECTS__ */
function custom(check$1, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "custom",
		reference: custom,
		expects: "unknown",
		async: false,
		check: check$1,
		message: message$1,
		"~run"(dataset, config$1) {
			if (this.check(dataset.value)) dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/custom/customAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function customAsync(check$1, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "custom",
		reference: customAsync,
		expects: "unknown",
		async: true,
		check: check$1,
		message: message$1,
		async "~run"(dataset, config$1) {
			if (await this.check(dataset.value)) dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/date/date.ts
/* @__NO_SIDE_EFFECTS__ */
function date(message$1) {
	return _standardSchema({
		kind: "schema",
		type: "date",
		reference: date,
		expects: "Date",
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.value instanceof Date) if (!isNaN(dataset.value)) dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1, { received: "\"Invalid Date\"" });
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/enum/enum.ts
/* @__NO_SIDE_EFFECTS__ */
function enum_(enum__, message$1) {
	const options = [];
	for (const key in enum__) if (`${+key}` !== key || typeof enum__[key] !== "string" || !Object.is(enum__[enum__[key]], +key)) options.push(enum__[key]);
	return _standardSchema({
		kind: "schema",
		type: "enum",
		reference: enum_,
		expects: /* @__PURE__ */ _joinExpects(options.map(_stringify), "|"),
		async: false,
		enum: enum__,
		options,
		message: message$1,
		"~run"(dataset, config$1) {
			if (this.options.includes(dataset.value)) dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/exactOptional/exactOptional.ts
/* @__NO_SIDE_EFFECTS__ */
function exactOptional(wrapped, default_) {
	return _standardSchema({
		kind: "schema",
		type: "exact_optional",
		reference: exactOptional,
		expects: wrapped.expects,
		async: false,
		wrapped,
		default: default_,
		"~run"(dataset, config$1) {
			return this.wrapped["~run"](dataset, config$1);
		}
	});
}

//#endregion
//#region src/schemas/exactOptional/exactOptionalAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function exactOptionalAsync(wrapped, default_) {
	return _standardSchema({
		kind: "schema",
		type: "exact_optional",
		reference: exactOptionalAsync,
		expects: wrapped.expects,
		async: true,
		wrapped,
		default: default_,
		async "~run"(dataset, config$1) {
			return this.wrapped["~run"](dataset, config$1);
		}
	});
}

//#endregion
//#region src/schemas/file/file.ts
/* @__NO_SIDE_EFFECTS__ */
function file(message$1) {
	return _standardSchema({
		kind: "schema",
		type: "file",
		reference: file,
		expects: "File",
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.value instanceof File) dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/function/function.ts
/* @__NO_SIDE_EFFECTS__ */
function function_(message$1) {
	return _standardSchema({
		kind: "schema",
		type: "function",
		reference: function_,
		expects: "Function",
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			if (typeof dataset.value === "function") dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/instance/instance.ts
/* @__NO_SIDE_EFFECTS__ */
function instance(class_, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "instance",
		reference: instance,
		expects: class_.name,
		async: false,
		class: class_,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.value instanceof this.class) dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/intersect/utils/_merge/_merge.ts
/**
* Merges two values into one single output.
*
* @param value1 First value.
* @param value2 Second value.
*
* @returns The merge dataset.
*
* @internal
*/
/* @__NO_SIDE_EFFECTS__ */
function _merge(value1, value2) {
	if (typeof value1 === typeof value2) {
		if (/* @__PURE__ */ _isSameValueZero(value1, value2) || value1 instanceof Date && value2 instanceof Date && /* @__PURE__ */ _isSameValueZero(+value1, +value2)) return { value: value1 };
		if (value1 && value2 && value1.constructor === Object && value2.constructor === Object) {
			const nextValue = {
				...value1,
				...value2
			};
			for (const key in value2) if (Object.prototype.hasOwnProperty.call(value1, key) && Object.prototype.hasOwnProperty.call(value2, key)) {
				const dataset = /* @__PURE__ */ _merge(value1[key], value2[key]);
				if (dataset.issue) return dataset;
				nextValue[key] = dataset.value;
			}
			return { value: nextValue };
		}
		if (Array.isArray(value1) && Array.isArray(value2)) {
			if (value1.length === value2.length) {
				const nextValue = [...value1];
				for (let index = 0; index < value1.length; index++) {
					const dataset = /* @__PURE__ */ _merge(value1[index], value2[index]);
					if (dataset.issue) return dataset;
					nextValue[index] = dataset.value;
				}
				return { value: nextValue };
			}
		}
	}
	return { issue: true };
}

//#endregion
//#region src/schemas/intersect/intersect.ts
/* @__NO_SIDE_EFFECTS__ */
function intersect(options, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "intersect",
		reference: intersect,
		expects: /* @__PURE__ */ _joinExpects(options.map((option) => option.expects), "&"),
		async: false,
		options,
		message: message$1,
		"~run"(dataset, config$1) {
			if (this.options.length) {
				const input = dataset.value;
				let outputs;
				dataset.typed = true;
				for (const schema of this.options) {
					const optionDataset = schema["~run"]({ value: input }, config$1);
					if (optionDataset.issues) {
						if (dataset.issues) for (const issue of optionDataset.issues) dataset.issues.push(issue);
						else dataset.issues = optionDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!optionDataset.typed) dataset.typed = false;
					if (dataset.typed) if (outputs) outputs.push(optionDataset.value);
					else outputs = [optionDataset.value];
				}
				if (dataset.typed) {
					dataset.value = outputs[0];
					for (let index = 1; index < outputs.length; index++) {
						const mergeDataset = /* @__PURE__ */ _merge(dataset.value, outputs[index]);
						if (mergeDataset.issue) {
							_addIssue(this, "type", dataset, config$1, { received: "unknown" });
							break;
						}
						dataset.value = mergeDataset.value;
					}
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/intersect/intersectAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function intersectAsync(options, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "intersect",
		reference: intersectAsync,
		expects: /* @__PURE__ */ _joinExpects(options.map((option) => option.expects), "&"),
		async: true,
		options,
		message: message$1,
		async "~run"(dataset, config$1) {
			if (this.options.length) {
				const input = dataset.value;
				let outputs;
				dataset.typed = true;
				const optionDatasets = await Promise.all(this.options.map((schema) => schema["~run"]({ value: input }, config$1)));
				for (const optionDataset of optionDatasets) {
					if (optionDataset.issues) {
						if (dataset.issues) for (const issue of optionDataset.issues) dataset.issues.push(issue);
						else dataset.issues = optionDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!optionDataset.typed) dataset.typed = false;
					if (dataset.typed) if (outputs) outputs.push(optionDataset.value);
					else outputs = [optionDataset.value];
				}
				if (dataset.typed) {
					dataset.value = outputs[0];
					for (let index = 1; index < outputs.length; index++) {
						const mergeDataset = /* @__PURE__ */ _merge(dataset.value, outputs[index]);
						if (mergeDataset.issue) {
							_addIssue(this, "type", dataset, config$1, { received: "unknown" });
							break;
						}
						dataset.value = mergeDataset.value;
					}
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/lazy/lazy.ts
/**
* Creates a lazy schema.
*
* @param getter The schema getter.
*
* @returns A lazy schema.
*/
/* @__NO_SIDE_EFFECTS__ */
function lazy(getter) {
	return _standardSchema({
		kind: "schema",
		type: "lazy",
		reference: lazy,
		expects: "unknown",
		async: false,
		getter,
		"~run"(dataset, config$1) {
			return this.getter(dataset.value)["~run"](dataset, config$1);
		}
	});
}

//#endregion
//#region src/schemas/lazy/lazyAsync.ts
/**
* Creates a lazy schema.
*
* @param getter The schema getter.
*
* @returns A lazy schema.
*/
/* @__NO_SIDE_EFFECTS__ */
function lazyAsync(getter) {
	return _standardSchema({
		kind: "schema",
		type: "lazy",
		reference: lazyAsync,
		expects: "unknown",
		async: true,
		getter,
		async "~run"(dataset, config$1) {
			return (await this.getter(dataset.value))["~run"](dataset, config$1);
		}
	});
}

//#endregion
//#region src/schemas/literal/literal.ts
/* @__NO_SIDE_EFFECTS__ */
function literal(literal_, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "literal",
		reference: literal,
		expects: /* @__PURE__ */ _stringify(literal_),
		async: false,
		literal: literal_,
		message: message$1,
		"~run"(dataset, config$1) {
			if (/* @__PURE__ */ _isSameValueZero(dataset.value, this.literal)) dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/looseObject/looseObject.ts
/* @__NO_SIDE_EFFECTS__ */
function looseObject(entries$1, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "loose_object",
		reference: looseObject,
		expects: "Object",
		async: false,
		entries: entries$1,
		message: message$1,
		"~run"(dataset, config$1) {
			const input = dataset.value;
			if (input && typeof input === "object") {
				dataset.typed = true;
				dataset.value = {};
				for (const key in this.entries) {
					const valueSchema = this.entries[key];
					if (key in input || (valueSchema.type === "exact_optional" || valueSchema.type === "optional" || valueSchema.type === "nullish") && valueSchema.default !== void 0) {
						const value$1 = key in input ? input[key] : /* @__PURE__ */ getDefault(valueSchema);
						const valueDataset = valueSchema["~run"]({ value: value$1 }, config$1);
						if (valueDataset.issues) {
							const pathItem = {
								type: "object",
								origin: "value",
								input,
								key,
								value: value$1
							};
							for (const issue of valueDataset.issues) {
								if (issue.path) issue.path.unshift(pathItem);
								else issue.path = [pathItem];
								dataset.issues?.push(issue);
							}
							if (!dataset.issues) dataset.issues = valueDataset.issues;
							if (config$1.abortEarly) {
								dataset.typed = false;
								break;
							}
						}
						if (!valueDataset.typed) dataset.typed = false;
						dataset.value[key] = valueDataset.value;
					} else if (valueSchema.fallback !== void 0) dataset.value[key] = /* @__PURE__ */ getFallback(valueSchema);
					else if (valueSchema.type !== "exact_optional" && valueSchema.type !== "optional" && valueSchema.type !== "nullish") {
						_addIssue(this, "key", dataset, config$1, {
							input: void 0,
							expected: `"${key}"`,
							path: [{
								type: "object",
								origin: "key",
								input,
								key,
								value: input[key]
							}]
						});
						if (config$1.abortEarly) break;
					}
				}
				if (!dataset.issues || !config$1.abortEarly) {
					for (const key in input) if (/* @__PURE__ */ _isValidObjectKey(input, key) && !Object.prototype.hasOwnProperty.call(this.entries, key)) dataset.value[key] = input[key];
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/looseObject/looseObjectAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function looseObjectAsync(entries$1, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "loose_object",
		reference: looseObjectAsync,
		expects: "Object",
		async: true,
		entries: entries$1,
		message: message$1,
		async "~run"(dataset, config$1) {
			const input = dataset.value;
			if (input && typeof input === "object") {
				dataset.typed = true;
				dataset.value = {};
				const valueDatasets = await Promise.all(Object.entries(this.entries).map(async ([key, valueSchema]) => {
					if (key in input || (valueSchema.type === "exact_optional" || valueSchema.type === "optional" || valueSchema.type === "nullish") && valueSchema.default !== void 0) {
						const value$1 = key in input ? input[key] : await /* @__PURE__ */ getDefault(valueSchema);
						return [
							key,
							value$1,
							valueSchema,
							await valueSchema["~run"]({ value: value$1 }, config$1)
						];
					}
					return [
						key,
						input[key],
						valueSchema,
						null
					];
				}));
				for (const [key, value$1, valueSchema, valueDataset] of valueDatasets) if (valueDataset) {
					if (valueDataset.issues) {
						const pathItem = {
							type: "object",
							origin: "value",
							input,
							key,
							value: value$1
						};
						for (const issue of valueDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = valueDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!valueDataset.typed) dataset.typed = false;
					dataset.value[key] = valueDataset.value;
				} else if (valueSchema.fallback !== void 0) dataset.value[key] = await /* @__PURE__ */ getFallback(valueSchema);
				else if (valueSchema.type !== "exact_optional" && valueSchema.type !== "optional" && valueSchema.type !== "nullish") {
					_addIssue(this, "key", dataset, config$1, {
						input: void 0,
						expected: `"${key}"`,
						path: [{
							type: "object",
							origin: "key",
							input,
							key,
							value: value$1
						}]
					});
					if (config$1.abortEarly) break;
				}
				if (!dataset.issues || !config$1.abortEarly) {
					for (const key in input) if (/* @__PURE__ */ _isValidObjectKey(input, key) && !Object.prototype.hasOwnProperty.call(this.entries, key)) dataset.value[key] = input[key];
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/looseTuple/looseTuple.ts
/* @__NO_SIDE_EFFECTS__ */
function looseTuple(items, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "loose_tuple",
		reference: looseTuple,
		expects: "Array",
		async: false,
		items,
		message: message$1,
		"~run"(dataset, config$1) {
			const input = dataset.value;
			if (Array.isArray(input)) {
				dataset.typed = true;
				dataset.value = [];
				for (let key = 0; key < this.items.length; key++) {
					const value$1 = input[key];
					const itemDataset = this.items[key]["~run"]({ value: value$1 }, config$1);
					if (itemDataset.issues) {
						const pathItem = {
							type: "array",
							origin: "value",
							input,
							key,
							value: value$1
						};
						for (const issue of itemDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = itemDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!itemDataset.typed) dataset.typed = false;
					dataset.value.push(itemDataset.value);
				}
				if (!dataset.issues || !config$1.abortEarly) for (let key = this.items.length; key < input.length; key++) dataset.value.push(input[key]);
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/looseTuple/looseTupleAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function looseTupleAsync(items, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "loose_tuple",
		reference: looseTupleAsync,
		expects: "Array",
		async: true,
		items,
		message: message$1,
		async "~run"(dataset, config$1) {
			const input = dataset.value;
			if (Array.isArray(input)) {
				dataset.typed = true;
				dataset.value = [];
				const itemDatasets = await Promise.all(this.items.map(async (item, key) => {
					const value$1 = input[key];
					return [
						key,
						value$1,
						await item["~run"]({ value: value$1 }, config$1)
					];
				}));
				for (const [key, value$1, itemDataset] of itemDatasets) {
					if (itemDataset.issues) {
						const pathItem = {
							type: "array",
							origin: "value",
							input,
							key,
							value: value$1
						};
						for (const issue of itemDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = itemDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!itemDataset.typed) dataset.typed = false;
					dataset.value.push(itemDataset.value);
				}
				if (!dataset.issues || !config$1.abortEarly) for (let key = this.items.length; key < input.length; key++) dataset.value.push(input[key]);
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/map/map.ts
/* @__NO_SIDE_EFFECTS__ */
function map(key, value$1, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "map",
		reference: map,
		expects: "Map",
		async: false,
		key,
		value: value$1,
		message: message$1,
		"~run"(dataset, config$1) {
			const input = dataset.value;
			if (input instanceof Map) {
				dataset.typed = true;
				dataset.value = /* @__PURE__ */ new Map();
				for (const [inputKey, inputValue] of input) {
					const keyDataset = this.key["~run"]({ value: inputKey }, config$1);
					if (keyDataset.issues) {
						const pathItem = {
							type: "map",
							origin: "key",
							input,
							key: inputKey,
							value: inputValue
						};
						for (const issue of keyDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = keyDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					const valueDataset = this.value["~run"]({ value: inputValue }, config$1);
					if (valueDataset.issues) {
						const pathItem = {
							type: "map",
							origin: "value",
							input,
							key: inputKey,
							value: inputValue
						};
						for (const issue of valueDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = valueDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!keyDataset.typed || !valueDataset.typed) dataset.typed = false;
					dataset.value.set(keyDataset.value, valueDataset.value);
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/map/mapAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function mapAsync(key, value$1, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "map",
		reference: mapAsync,
		expects: "Map",
		async: true,
		key,
		value: value$1,
		message: message$1,
		async "~run"(dataset, config$1) {
			const input = dataset.value;
			if (input instanceof Map) {
				dataset.typed = true;
				dataset.value = /* @__PURE__ */ new Map();
				const datasets = await Promise.all([...input].map(([inputKey, inputValue]) => Promise.all([
					inputKey,
					inputValue,
					this.key["~run"]({ value: inputKey }, config$1),
					this.value["~run"]({ value: inputValue }, config$1)
				])));
				for (const [inputKey, inputValue, keyDataset, valueDataset] of datasets) {
					if (keyDataset.issues) {
						const pathItem = {
							type: "map",
							origin: "key",
							input,
							key: inputKey,
							value: inputValue
						};
						for (const issue of keyDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = keyDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (valueDataset.issues) {
						const pathItem = {
							type: "map",
							origin: "value",
							input,
							key: inputKey,
							value: inputValue
						};
						for (const issue of valueDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = valueDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!keyDataset.typed || !valueDataset.typed) dataset.typed = false;
					dataset.value.set(keyDataset.value, valueDataset.value);
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/nan/nan.ts
/* @__NO_SIDE_EFFECTS__ */
function nan(message$1) {
	return _standardSchema({
		kind: "schema",
		type: "nan",
		reference: nan,
		expects: "NaN",
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			if (Number.isNaN(dataset.value)) dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/never/never.ts
/* @__NO_SIDE_EFFECTS__ */
function never(message$1) {
	return _standardSchema({
		kind: "schema",
		type: "never",
		reference: never,
		expects: "never",
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			_addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/nonNullable/nonNullable.ts
/* @__NO_SIDE_EFFECTS__ */
function nonNullable(wrapped, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "non_nullable",
		reference: nonNullable,
		expects: "!null",
		async: false,
		wrapped,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.value !== null) dataset = this.wrapped["~run"](dataset, config$1);
			if (dataset.value === null) _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/nonNullable/nonNullableAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function nonNullableAsync(wrapped, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "non_nullable",
		reference: nonNullableAsync,
		expects: "!null",
		async: true,
		wrapped,
		message: message$1,
		async "~run"(dataset, config$1) {
			if (dataset.value !== null) dataset = await this.wrapped["~run"](dataset, config$1);
			if (dataset.value === null) _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/nonNullish/nonNullish.ts
/* @__NO_SIDE_EFFECTS__ */
function nonNullish(wrapped, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "non_nullish",
		reference: nonNullish,
		expects: "(!null & !undefined)",
		async: false,
		wrapped,
		message: message$1,
		"~run"(dataset, config$1) {
			if (!(dataset.value === null || dataset.value === void 0)) dataset = this.wrapped["~run"](dataset, config$1);
			if (dataset.value === null || dataset.value === void 0) _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/nonNullish/nonNullishAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function nonNullishAsync(wrapped, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "non_nullish",
		reference: nonNullishAsync,
		expects: "(!null & !undefined)",
		async: true,
		wrapped,
		message: message$1,
		async "~run"(dataset, config$1) {
			if (!(dataset.value === null || dataset.value === void 0)) dataset = await this.wrapped["~run"](dataset, config$1);
			if (dataset.value === null || dataset.value === void 0) _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/nonOptional/nonOptional.ts
/* @__NO_SIDE_EFFECTS__ */
function nonOptional(wrapped, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "non_optional",
		reference: nonOptional,
		expects: "!undefined",
		async: false,
		wrapped,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.value !== void 0) dataset = this.wrapped["~run"](dataset, config$1);
			if (dataset.value === void 0) _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/nonOptional/nonOptionalAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function nonOptionalAsync(wrapped, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "non_optional",
		reference: nonOptionalAsync,
		expects: "!undefined",
		async: true,
		wrapped,
		message: message$1,
		async "~run"(dataset, config$1) {
			if (dataset.value !== void 0) dataset = await this.wrapped["~run"](dataset, config$1);
			if (dataset.value === void 0) _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/null/null.ts
/* @__NO_SIDE_EFFECTS__ */
function null_(message$1) {
	return _standardSchema({
		kind: "schema",
		type: "null",
		reference: null_,
		expects: "null",
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.value === null) dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/nullable/nullable.ts
/* @__NO_SIDE_EFFECTS__ */
function nullable(wrapped, default_) {
	return _standardSchema({
		kind: "schema",
		type: "nullable",
		reference: nullable,
		expects: `(${wrapped.expects} | null)`,
		async: false,
		wrapped,
		default: default_,
		"~run"(dataset, config$1) {
			if (dataset.value === null) {
				if (this.default !== void 0) dataset.value = /* @__PURE__ */ getDefault(this, dataset, config$1);
				if (dataset.value === null) {
					dataset.typed = true;
					return dataset;
				}
			}
			return this.wrapped["~run"](dataset, config$1);
		}
	});
}

//#endregion
//#region src/schemas/nullable/nullableAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function nullableAsync(wrapped, default_) {
	return _standardSchema({
		kind: "schema",
		type: "nullable",
		reference: nullableAsync,
		expects: `(${wrapped.expects} | null)`,
		async: true,
		wrapped,
		default: default_,
		async "~run"(dataset, config$1) {
			if (dataset.value === null) {
				if (this.default !== void 0) dataset.value = await /* @__PURE__ */ getDefault(this, dataset, config$1);
				if (dataset.value === null) {
					dataset.typed = true;
					return dataset;
				}
			}
			return this.wrapped["~run"](dataset, config$1);
		}
	});
}

//#endregion
//#region src/schemas/nullish/nullish.ts
/* @__NO_SIDE_EFFECTS__ */
function nullish(wrapped, default_) {
	return _standardSchema({
		kind: "schema",
		type: "nullish",
		reference: nullish,
		expects: `(${wrapped.expects} | null | undefined)`,
		async: false,
		wrapped,
		default: default_,
		"~run"(dataset, config$1) {
			if (dataset.value === null || dataset.value === void 0) {
				if (this.default !== void 0) dataset.value = /* @__PURE__ */ getDefault(this, dataset, config$1);
				if (dataset.value === null || dataset.value === void 0) {
					dataset.typed = true;
					return dataset;
				}
			}
			return this.wrapped["~run"](dataset, config$1);
		}
	});
}

//#endregion
//#region src/schemas/nullish/nullishAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function nullishAsync(wrapped, default_) {
	return _standardSchema({
		kind: "schema",
		type: "nullish",
		reference: nullishAsync,
		expects: `(${wrapped.expects} | null | undefined)`,
		async: true,
		wrapped,
		default: default_,
		async "~run"(dataset, config$1) {
			if (dataset.value === null || dataset.value === void 0) {
				if (this.default !== void 0) dataset.value = await /* @__PURE__ */ getDefault(this, dataset, config$1);
				if (dataset.value === null || dataset.value === void 0) {
					dataset.typed = true;
					return dataset;
				}
			}
			return this.wrapped["~run"](dataset, config$1);
		}
	});
}

//#endregion
//#region src/schemas/number/number.ts
/* @__NO_SIDE_EFFECTS__ */
function number(message$1) {
	return _standardSchema({
		kind: "schema",
		type: "number",
		reference: number,
		expects: "number",
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			if (typeof dataset.value === "number" && !isNaN(dataset.value)) dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/object/object.ts
/* @__NO_SIDE_EFFECTS__ */
function object(entries$1, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "object",
		reference: object,
		expects: "Object",
		async: false,
		entries: entries$1,
		message: message$1,
		"~run"(dataset, config$1) {
			const input = dataset.value;
			if (input && typeof input === "object") {
				dataset.typed = true;
				dataset.value = {};
				for (const key in this.entries) {
					const valueSchema = this.entries[key];
					if (key in input || (valueSchema.type === "exact_optional" || valueSchema.type === "optional" || valueSchema.type === "nullish") && valueSchema.default !== void 0) {
						const value$1 = key in input ? input[key] : /* @__PURE__ */ getDefault(valueSchema);
						const valueDataset = valueSchema["~run"]({ value: value$1 }, config$1);
						if (valueDataset.issues) {
							const pathItem = {
								type: "object",
								origin: "value",
								input,
								key,
								value: value$1
							};
							for (const issue of valueDataset.issues) {
								if (issue.path) issue.path.unshift(pathItem);
								else issue.path = [pathItem];
								dataset.issues?.push(issue);
							}
							if (!dataset.issues) dataset.issues = valueDataset.issues;
							if (config$1.abortEarly) {
								dataset.typed = false;
								break;
							}
						}
						if (!valueDataset.typed) dataset.typed = false;
						dataset.value[key] = valueDataset.value;
					} else if (valueSchema.fallback !== void 0) dataset.value[key] = /* @__PURE__ */ getFallback(valueSchema);
					else if (valueSchema.type !== "exact_optional" && valueSchema.type !== "optional" && valueSchema.type !== "nullish") {
						_addIssue(this, "key", dataset, config$1, {
							input: void 0,
							expected: `"${key}"`,
							path: [{
								type: "object",
								origin: "key",
								input,
								key,
								value: input[key]
							}]
						});
						if (config$1.abortEarly) break;
					}
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/object/objectAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function objectAsync(entries$1, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "object",
		reference: objectAsync,
		expects: "Object",
		async: true,
		entries: entries$1,
		message: message$1,
		async "~run"(dataset, config$1) {
			const input = dataset.value;
			if (input && typeof input === "object") {
				dataset.typed = true;
				dataset.value = {};
				const valueDatasets = await Promise.all(Object.entries(this.entries).map(async ([key, valueSchema]) => {
					if (key in input || (valueSchema.type === "exact_optional" || valueSchema.type === "optional" || valueSchema.type === "nullish") && valueSchema.default !== void 0) {
						const value$1 = key in input ? input[key] : await /* @__PURE__ */ getDefault(valueSchema);
						return [
							key,
							value$1,
							valueSchema,
							await valueSchema["~run"]({ value: value$1 }, config$1)
						];
					}
					return [
						key,
						input[key],
						valueSchema,
						null
					];
				}));
				for (const [key, value$1, valueSchema, valueDataset] of valueDatasets) if (valueDataset) {
					if (valueDataset.issues) {
						const pathItem = {
							type: "object",
							origin: "value",
							input,
							key,
							value: value$1
						};
						for (const issue of valueDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = valueDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!valueDataset.typed) dataset.typed = false;
					dataset.value[key] = valueDataset.value;
				} else if (valueSchema.fallback !== void 0) dataset.value[key] = await /* @__PURE__ */ getFallback(valueSchema);
				else if (valueSchema.type !== "exact_optional" && valueSchema.type !== "optional" && valueSchema.type !== "nullish") {
					_addIssue(this, "key", dataset, config$1, {
						input: void 0,
						expected: `"${key}"`,
						path: [{
							type: "object",
							origin: "key",
							input,
							key,
							value: value$1
						}]
					});
					if (config$1.abortEarly) break;
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/objectWithRest/objectWithRest.ts
/* @__NO_SIDE_EFFECTS__ */
function objectWithRest(entries$1, rest, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "object_with_rest",
		reference: objectWithRest,
		expects: "Object",
		async: false,
		entries: entries$1,
		rest,
		message: message$1,
		"~run"(dataset, config$1) {
			const input = dataset.value;
			if (input && typeof input === "object") {
				dataset.typed = true;
				dataset.value = {};
				for (const key in this.entries) {
					const valueSchema = this.entries[key];
					if (key in input || (valueSchema.type === "exact_optional" || valueSchema.type === "optional" || valueSchema.type === "nullish") && valueSchema.default !== void 0) {
						const value$1 = key in input ? input[key] : /* @__PURE__ */ getDefault(valueSchema);
						const valueDataset = valueSchema["~run"]({ value: value$1 }, config$1);
						if (valueDataset.issues) {
							const pathItem = {
								type: "object",
								origin: "value",
								input,
								key,
								value: value$1
							};
							for (const issue of valueDataset.issues) {
								if (issue.path) issue.path.unshift(pathItem);
								else issue.path = [pathItem];
								dataset.issues?.push(issue);
							}
							if (!dataset.issues) dataset.issues = valueDataset.issues;
							if (config$1.abortEarly) {
								dataset.typed = false;
								break;
							}
						}
						if (!valueDataset.typed) dataset.typed = false;
						dataset.value[key] = valueDataset.value;
					} else if (valueSchema.fallback !== void 0) dataset.value[key] = /* @__PURE__ */ getFallback(valueSchema);
					else if (valueSchema.type !== "exact_optional" && valueSchema.type !== "optional" && valueSchema.type !== "nullish") {
						_addIssue(this, "key", dataset, config$1, {
							input: void 0,
							expected: `"${key}"`,
							path: [{
								type: "object",
								origin: "key",
								input,
								key,
								value: input[key]
							}]
						});
						if (config$1.abortEarly) break;
					}
				}
				if (!dataset.issues || !config$1.abortEarly) {
					for (const key in input) if (/* @__PURE__ */ _isValidObjectKey(input, key) && !Object.prototype.hasOwnProperty.call(this.entries, key)) {
						const valueDataset = this.rest["~run"]({ value: input[key] }, config$1);
						if (valueDataset.issues) {
							const pathItem = {
								type: "object",
								origin: "value",
								input,
								key,
								value: input[key]
							};
							for (const issue of valueDataset.issues) {
								if (issue.path) issue.path.unshift(pathItem);
								else issue.path = [pathItem];
								dataset.issues?.push(issue);
							}
							if (!dataset.issues) dataset.issues = valueDataset.issues;
							if (config$1.abortEarly) {
								dataset.typed = false;
								break;
							}
						}
						if (!valueDataset.typed) dataset.typed = false;
						dataset.value[key] = valueDataset.value;
					}
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/objectWithRest/objectWithRestAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function objectWithRestAsync(entries$1, rest, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "object_with_rest",
		reference: objectWithRestAsync,
		expects: "Object",
		async: true,
		entries: entries$1,
		rest,
		message: message$1,
		async "~run"(dataset, config$1) {
			const input = dataset.value;
			if (input && typeof input === "object") {
				dataset.typed = true;
				dataset.value = {};
				const [normalDatasets, restDatasets] = await Promise.all([Promise.all(Object.entries(this.entries).map(async ([key, valueSchema]) => {
					if (key in input || (valueSchema.type === "exact_optional" || valueSchema.type === "optional" || valueSchema.type === "nullish") && valueSchema.default !== void 0) {
						const value$1 = key in input ? input[key] : await /* @__PURE__ */ getDefault(valueSchema);
						return [
							key,
							value$1,
							valueSchema,
							await valueSchema["~run"]({ value: value$1 }, config$1)
						];
					}
					return [
						key,
						input[key],
						valueSchema,
						null
					];
				})), Promise.all(Object.entries(input).filter(([key]) => /* @__PURE__ */ _isValidObjectKey(input, key) && !Object.prototype.hasOwnProperty.call(this.entries, key)).map(async ([key, value$1]) => [
					key,
					value$1,
					await this.rest["~run"]({ value: value$1 }, config$1)
				]))]);
				for (const [key, value$1, valueSchema, valueDataset] of normalDatasets) if (valueDataset) {
					if (valueDataset.issues) {
						const pathItem = {
							type: "object",
							origin: "value",
							input,
							key,
							value: value$1
						};
						for (const issue of valueDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = valueDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!valueDataset.typed) dataset.typed = false;
					dataset.value[key] = valueDataset.value;
				} else if (valueSchema.fallback !== void 0) dataset.value[key] = await /* @__PURE__ */ getFallback(valueSchema);
				else if (valueSchema.type !== "exact_optional" && valueSchema.type !== "optional" && valueSchema.type !== "nullish") {
					_addIssue(this, "key", dataset, config$1, {
						input: void 0,
						expected: `"${key}"`,
						path: [{
							type: "object",
							origin: "key",
							input,
							key,
							value: value$1
						}]
					});
					if (config$1.abortEarly) break;
				}
				if (!dataset.issues || !config$1.abortEarly) for (const [key, value$1, valueDataset] of restDatasets) {
					if (valueDataset.issues) {
						const pathItem = {
							type: "object",
							origin: "value",
							input,
							key,
							value: value$1
						};
						for (const issue of valueDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = valueDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!valueDataset.typed) dataset.typed = false;
					dataset.value[key] = valueDataset.value;
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/optional/optional.ts
/* @__NO_SIDE_EFFECTS__ */
function optional(wrapped, default_) {
	return _standardSchema({
		kind: "schema",
		type: "optional",
		reference: optional,
		expects: `(${wrapped.expects} | undefined)`,
		async: false,
		wrapped,
		default: default_,
		"~run"(dataset, config$1) {
			if (dataset.value === void 0) {
				if (this.default !== void 0) dataset.value = /* @__PURE__ */ getDefault(this, dataset, config$1);
				if (dataset.value === void 0) {
					dataset.typed = true;
					return dataset;
				}
			}
			return this.wrapped["~run"](dataset, config$1);
		}
	});
}

//#endregion
//#region src/schemas/optional/optionalAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function optionalAsync(wrapped, default_) {
	return _standardSchema({
		kind: "schema",
		type: "optional",
		reference: optionalAsync,
		expects: `(${wrapped.expects} | undefined)`,
		async: true,
		wrapped,
		default: default_,
		async "~run"(dataset, config$1) {
			if (dataset.value === void 0) {
				if (this.default !== void 0) dataset.value = await /* @__PURE__ */ getDefault(this, dataset, config$1);
				if (dataset.value === void 0) {
					dataset.typed = true;
					return dataset;
				}
			}
			return this.wrapped["~run"](dataset, config$1);
		}
	});
}

//#endregion
//#region src/schemas/picklist/picklist.ts
/* @__NO_SIDE_EFFECTS__ */
function picklist(options, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "picklist",
		reference: picklist,
		expects: /* @__PURE__ */ _joinExpects(options.map(_stringify), "|"),
		async: false,
		options,
		message: message$1,
		"~run"(dataset, config$1) {
			if (this.options.includes(dataset.value)) dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/promise/promise.ts
/* @__NO_SIDE_EFFECTS__ */
function promise(message$1) {
	return _standardSchema({
		kind: "schema",
		type: "promise",
		reference: promise,
		expects: "Promise",
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.value instanceof Promise) dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/record/record.ts
/* @__NO_SIDE_EFFECTS__ */
function record(key, value$1, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "record",
		reference: record,
		expects: "Object",
		async: false,
		key,
		value: value$1,
		message: message$1,
		"~run"(dataset, config$1) {
			const input = dataset.value;
			if (input && typeof input === "object") {
				dataset.typed = true;
				dataset.value = {};
				for (const entryKey in input) if (/* @__PURE__ */ _isValidObjectKey(input, entryKey)) {
					const entryValue = input[entryKey];
					const keyDataset = this.key["~run"]({ value: entryKey }, config$1);
					if (keyDataset.issues) {
						const pathItem = {
							type: "object",
							origin: "key",
							input,
							key: entryKey,
							value: entryValue
						};
						for (const issue of keyDataset.issues) {
							issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = keyDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					const valueDataset = this.value["~run"]({ value: entryValue }, config$1);
					if (valueDataset.issues) {
						const pathItem = {
							type: "object",
							origin: "value",
							input,
							key: entryKey,
							value: entryValue
						};
						for (const issue of valueDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = valueDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!keyDataset.typed || !valueDataset.typed) dataset.typed = false;
					if (keyDataset.typed) dataset.value[keyDataset.value] = valueDataset.value;
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/record/recordAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function recordAsync(key, value$1, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "record",
		reference: recordAsync,
		expects: "Object",
		async: true,
		key,
		value: value$1,
		message: message$1,
		async "~run"(dataset, config$1) {
			const input = dataset.value;
			if (input && typeof input === "object") {
				dataset.typed = true;
				dataset.value = {};
				const datasets = await Promise.all(Object.entries(input).filter(([key$1]) => /* @__PURE__ */ _isValidObjectKey(input, key$1)).map(([entryKey, entryValue]) => Promise.all([
					entryKey,
					entryValue,
					this.key["~run"]({ value: entryKey }, config$1),
					this.value["~run"]({ value: entryValue }, config$1)
				])));
				for (const [entryKey, entryValue, keyDataset, valueDataset] of datasets) {
					if (keyDataset.issues) {
						const pathItem = {
							type: "object",
							origin: "key",
							input,
							key: entryKey,
							value: entryValue
						};
						for (const issue of keyDataset.issues) {
							issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = keyDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (valueDataset.issues) {
						const pathItem = {
							type: "object",
							origin: "value",
							input,
							key: entryKey,
							value: entryValue
						};
						for (const issue of valueDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = valueDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!keyDataset.typed || !valueDataset.typed) dataset.typed = false;
					if (keyDataset.typed) dataset.value[keyDataset.value] = valueDataset.value;
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/set/set.ts
/* @__NO_SIDE_EFFECTS__ */
function set(value$1, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "set",
		reference: set,
		expects: "Set",
		async: false,
		value: value$1,
		message: message$1,
		"~run"(dataset, config$1) {
			const input = dataset.value;
			if (input instanceof Set) {
				dataset.typed = true;
				dataset.value = /* @__PURE__ */ new Set();
				for (const inputValue of input) {
					const valueDataset = this.value["~run"]({ value: inputValue }, config$1);
					if (valueDataset.issues) {
						const pathItem = {
							type: "set",
							origin: "value",
							input,
							key: null,
							value: inputValue
						};
						for (const issue of valueDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = valueDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!valueDataset.typed) dataset.typed = false;
					dataset.value.add(valueDataset.value);
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/set/setAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function setAsync(value$1, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "set",
		reference: setAsync,
		expects: "Set",
		async: true,
		value: value$1,
		message: message$1,
		async "~run"(dataset, config$1) {
			const input = dataset.value;
			if (input instanceof Set) {
				dataset.typed = true;
				dataset.value = /* @__PURE__ */ new Set();
				const valueDatasets = await Promise.all([...input].map(async (inputValue) => [inputValue, await this.value["~run"]({ value: inputValue }, config$1)]));
				for (const [inputValue, valueDataset] of valueDatasets) {
					if (valueDataset.issues) {
						const pathItem = {
							type: "set",
							origin: "value",
							input,
							key: null,
							value: inputValue
						};
						for (const issue of valueDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = valueDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!valueDataset.typed) dataset.typed = false;
					dataset.value.add(valueDataset.value);
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/strictObject/strictObject.ts
/* @__NO_SIDE_EFFECTS__ */
function strictObject(entries$1, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "strict_object",
		reference: strictObject,
		expects: "Object",
		async: false,
		entries: entries$1,
		message: message$1,
		"~run"(dataset, config$1) {
			const input = dataset.value;
			if (input && typeof input === "object") {
				dataset.typed = true;
				dataset.value = {};
				for (const key in this.entries) {
					const valueSchema = this.entries[key];
					if (key in input || (valueSchema.type === "exact_optional" || valueSchema.type === "optional" || valueSchema.type === "nullish") && valueSchema.default !== void 0) {
						const value$1 = key in input ? input[key] : /* @__PURE__ */ getDefault(valueSchema);
						const valueDataset = valueSchema["~run"]({ value: value$1 }, config$1);
						if (valueDataset.issues) {
							const pathItem = {
								type: "object",
								origin: "value",
								input,
								key,
								value: value$1
							};
							for (const issue of valueDataset.issues) {
								if (issue.path) issue.path.unshift(pathItem);
								else issue.path = [pathItem];
								dataset.issues?.push(issue);
							}
							if (!dataset.issues) dataset.issues = valueDataset.issues;
							if (config$1.abortEarly) {
								dataset.typed = false;
								break;
							}
						}
						if (!valueDataset.typed) dataset.typed = false;
						dataset.value[key] = valueDataset.value;
					} else if (valueSchema.fallback !== void 0) dataset.value[key] = /* @__PURE__ */ getFallback(valueSchema);
					else if (valueSchema.type !== "exact_optional" && valueSchema.type !== "optional" && valueSchema.type !== "nullish") {
						_addIssue(this, "key", dataset, config$1, {
							input: void 0,
							expected: `"${key}"`,
							path: [{
								type: "object",
								origin: "key",
								input,
								key,
								value: input[key]
							}]
						});
						if (config$1.abortEarly) break;
					}
				}
				if (!dataset.issues || !config$1.abortEarly) {
					for (const key in input) if (!Object.prototype.hasOwnProperty.call(this.entries, key)) {
						_addIssue(this, "key", dataset, config$1, {
							input: key,
							expected: "never",
							path: [{
								type: "object",
								origin: "key",
								input,
								key,
								value: input[key]
							}]
						});
						break;
					}
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/strictObject/strictObjectAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function strictObjectAsync(entries$1, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "strict_object",
		reference: strictObjectAsync,
		expects: "Object",
		async: true,
		entries: entries$1,
		message: message$1,
		async "~run"(dataset, config$1) {
			const input = dataset.value;
			if (input && typeof input === "object") {
				dataset.typed = true;
				dataset.value = {};
				const valueDatasets = await Promise.all(Object.entries(this.entries).map(async ([key, valueSchema]) => {
					if (key in input || (valueSchema.type === "exact_optional" || valueSchema.type === "optional" || valueSchema.type === "nullish") && valueSchema.default !== void 0) {
						const value$1 = key in input ? input[key] : await /* @__PURE__ */ getDefault(valueSchema);
						return [
							key,
							value$1,
							valueSchema,
							await valueSchema["~run"]({ value: value$1 }, config$1)
						];
					}
					return [
						key,
						input[key],
						valueSchema,
						null
					];
				}));
				for (const [key, value$1, valueSchema, valueDataset] of valueDatasets) if (valueDataset) {
					if (valueDataset.issues) {
						const pathItem = {
							type: "object",
							origin: "value",
							input,
							key,
							value: value$1
						};
						for (const issue of valueDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = valueDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!valueDataset.typed) dataset.typed = false;
					dataset.value[key] = valueDataset.value;
				} else if (valueSchema.fallback !== void 0) dataset.value[key] = await /* @__PURE__ */ getFallback(valueSchema);
				else if (valueSchema.type !== "exact_optional" && valueSchema.type !== "optional" && valueSchema.type !== "nullish") {
					_addIssue(this, "key", dataset, config$1, {
						input: void 0,
						expected: `"${key}"`,
						path: [{
							type: "object",
							origin: "key",
							input,
							key,
							value: value$1
						}]
					});
					if (config$1.abortEarly) break;
				}
				if (!dataset.issues || !config$1.abortEarly) {
					for (const key in input) if (!Object.prototype.hasOwnProperty.call(this.entries, key)) {
						_addIssue(this, "key", dataset, config$1, {
							input: key,
							expected: "never",
							path: [{
								type: "object",
								origin: "key",
								input,
								key,
								value: input[key]
							}]
						});
						break;
					}
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/strictTuple/strictTuple.ts
/* @__NO_SIDE_EFFECTS__ */
function strictTuple(items, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "strict_tuple",
		reference: strictTuple,
		expects: "Array",
		async: false,
		items,
		message: message$1,
		"~run"(dataset, config$1) {
			const input = dataset.value;
			if (Array.isArray(input)) {
				dataset.typed = true;
				dataset.value = [];
				for (let key = 0; key < this.items.length; key++) {
					const value$1 = input[key];
					const itemDataset = this.items[key]["~run"]({ value: value$1 }, config$1);
					if (itemDataset.issues) {
						const pathItem = {
							type: "array",
							origin: "value",
							input,
							key,
							value: value$1
						};
						for (const issue of itemDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = itemDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!itemDataset.typed) dataset.typed = false;
					dataset.value.push(itemDataset.value);
				}
				if (!(dataset.issues && config$1.abortEarly) && this.items.length < input.length) _addIssue(this, "type", dataset, config$1, {
					input: input[this.items.length],
					expected: "never",
					path: [{
						type: "array",
						origin: "value",
						input,
						key: this.items.length,
						value: input[this.items.length]
					}]
				});
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/strictTuple/strictTupleAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function strictTupleAsync(items, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "strict_tuple",
		reference: strictTupleAsync,
		expects: "Array",
		async: true,
		items,
		message: message$1,
		async "~run"(dataset, config$1) {
			const input = dataset.value;
			if (Array.isArray(input)) {
				dataset.typed = true;
				dataset.value = [];
				const itemDatasets = await Promise.all(this.items.map(async (item, key) => {
					const value$1 = input[key];
					return [
						key,
						value$1,
						await item["~run"]({ value: value$1 }, config$1)
					];
				}));
				for (const [key, value$1, itemDataset] of itemDatasets) {
					if (itemDataset.issues) {
						const pathItem = {
							type: "array",
							origin: "value",
							input,
							key,
							value: value$1
						};
						for (const issue of itemDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = itemDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!itemDataset.typed) dataset.typed = false;
					dataset.value.push(itemDataset.value);
				}
				if (!(dataset.issues && config$1.abortEarly) && this.items.length < input.length) _addIssue(this, "type", dataset, config$1, {
					input: input[this.items.length],
					expected: "never",
					path: [{
						type: "array",
						origin: "value",
						input,
						key: this.items.length,
						value: input[this.items.length]
					}]
				});
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/string/string.ts
/* @__NO_SIDE_EFFECTS__ */
function string(message$1) {
	return _standardSchema({
		kind: "schema",
		type: "string",
		reference: string,
		expects: "string",
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			if (typeof dataset.value === "string") dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/symbol/symbol.ts
/* @__NO_SIDE_EFFECTS__ */
function symbol(message$1) {
	return _standardSchema({
		kind: "schema",
		type: "symbol",
		reference: symbol,
		expects: "symbol",
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			if (typeof dataset.value === "symbol") dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/tuple/tuple.ts
/* @__NO_SIDE_EFFECTS__ */
function tuple(items, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "tuple",
		reference: tuple,
		expects: "Array",
		async: false,
		items,
		message: message$1,
		"~run"(dataset, config$1) {
			const input = dataset.value;
			if (Array.isArray(input)) {
				dataset.typed = true;
				dataset.value = [];
				for (let key = 0; key < this.items.length; key++) {
					const value$1 = input[key];
					const itemDataset = this.items[key]["~run"]({ value: value$1 }, config$1);
					if (itemDataset.issues) {
						const pathItem = {
							type: "array",
							origin: "value",
							input,
							key,
							value: value$1
						};
						for (const issue of itemDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = itemDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!itemDataset.typed) dataset.typed = false;
					dataset.value.push(itemDataset.value);
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/tuple/tupleAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function tupleAsync(items, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "tuple",
		reference: tupleAsync,
		expects: "Array",
		async: true,
		items,
		message: message$1,
		async "~run"(dataset, config$1) {
			const input = dataset.value;
			if (Array.isArray(input)) {
				dataset.typed = true;
				dataset.value = [];
				const itemDatasets = await Promise.all(this.items.map(async (item, key) => {
					const value$1 = input[key];
					return [
						key,
						value$1,
						await item["~run"]({ value: value$1 }, config$1)
					];
				}));
				for (const [key, value$1, itemDataset] of itemDatasets) {
					if (itemDataset.issues) {
						const pathItem = {
							type: "array",
							origin: "value",
							input,
							key,
							value: value$1
						};
						for (const issue of itemDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = itemDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!itemDataset.typed) dataset.typed = false;
					dataset.value.push(itemDataset.value);
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/tupleWithRest/tupleWithRest.ts
/* @__NO_SIDE_EFFECTS__ */
function tupleWithRest(items, rest, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "tuple_with_rest",
		reference: tupleWithRest,
		expects: "Array",
		async: false,
		items,
		rest,
		message: message$1,
		"~run"(dataset, config$1) {
			const input = dataset.value;
			if (Array.isArray(input)) {
				dataset.typed = true;
				dataset.value = [];
				for (let key = 0; key < this.items.length; key++) {
					const value$1 = input[key];
					const itemDataset = this.items[key]["~run"]({ value: value$1 }, config$1);
					if (itemDataset.issues) {
						const pathItem = {
							type: "array",
							origin: "value",
							input,
							key,
							value: value$1
						};
						for (const issue of itemDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = itemDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!itemDataset.typed) dataset.typed = false;
					dataset.value.push(itemDataset.value);
				}
				if (!dataset.issues || !config$1.abortEarly) for (let key = this.items.length; key < input.length; key++) {
					const value$1 = input[key];
					const itemDataset = this.rest["~run"]({ value: value$1 }, config$1);
					if (itemDataset.issues) {
						const pathItem = {
							type: "array",
							origin: "value",
							input,
							key,
							value: value$1
						};
						for (const issue of itemDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = itemDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!itemDataset.typed) dataset.typed = false;
					dataset.value.push(itemDataset.value);
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/tupleWithRest/tupleWithRestAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function tupleWithRestAsync(items, rest, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "tuple_with_rest",
		reference: tupleWithRestAsync,
		expects: "Array",
		async: true,
		items,
		rest,
		message: message$1,
		async "~run"(dataset, config$1) {
			const input = dataset.value;
			if (Array.isArray(input)) {
				dataset.typed = true;
				dataset.value = [];
				const [normalDatasets, restDatasets] = await Promise.all([Promise.all(this.items.map(async (item, key) => {
					const value$1 = input[key];
					return [
						key,
						value$1,
						await item["~run"]({ value: value$1 }, config$1)
					];
				})), Promise.all(input.slice(this.items.length).map(async (value$1, key) => {
					return [
						key + this.items.length,
						value$1,
						await this.rest["~run"]({ value: value$1 }, config$1)
					];
				}))]);
				for (const [key, value$1, itemDataset] of normalDatasets) {
					if (itemDataset.issues) {
						const pathItem = {
							type: "array",
							origin: "value",
							input,
							key,
							value: value$1
						};
						for (const issue of itemDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = itemDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!itemDataset.typed) dataset.typed = false;
					dataset.value.push(itemDataset.value);
				}
				if (!dataset.issues || !config$1.abortEarly) for (const [key, value$1, itemDataset] of restDatasets) {
					if (itemDataset.issues) {
						const pathItem = {
							type: "array",
							origin: "value",
							input,
							key,
							value: value$1
						};
						for (const issue of itemDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = itemDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!itemDataset.typed) dataset.typed = false;
					dataset.value.push(itemDataset.value);
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/undefined/undefined.ts
/* @__NO_SIDE_EFFECTS__ */
function undefined_(message$1) {
	return _standardSchema({
		kind: "schema",
		type: "undefined",
		reference: undefined_,
		expects: "undefined",
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.value === void 0) dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/undefinedable/undefinedable.ts
/* @__NO_SIDE_EFFECTS__ */
function undefinedable(wrapped, default_) {
	return _standardSchema({
		kind: "schema",
		type: "undefinedable",
		reference: undefinedable,
		expects: `(${wrapped.expects} | undefined)`,
		async: false,
		wrapped,
		default: default_,
		"~run"(dataset, config$1) {
			if (dataset.value === void 0) {
				if (this.default !== void 0) dataset.value = /* @__PURE__ */ getDefault(this, dataset, config$1);
				if (dataset.value === void 0) {
					dataset.typed = true;
					return dataset;
				}
			}
			return this.wrapped["~run"](dataset, config$1);
		}
	});
}

//#endregion
//#region src/schemas/undefinedable/undefinedableAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function undefinedableAsync(wrapped, default_) {
	return _standardSchema({
		kind: "schema",
		type: "undefinedable",
		reference: undefinedableAsync,
		expects: `(${wrapped.expects} | undefined)`,
		async: true,
		wrapped,
		default: default_,
		async "~run"(dataset, config$1) {
			if (dataset.value === void 0) {
				if (this.default !== void 0) dataset.value = await /* @__PURE__ */ getDefault(this, dataset, config$1);
				if (dataset.value === void 0) {
					dataset.typed = true;
					return dataset;
				}
			}
			return this.wrapped["~run"](dataset, config$1);
		}
	});
}

//#endregion
//#region src/schemas/union/utils/_subIssues/_subIssues.ts
/**
* Returns the sub issues of the provided datasets for the union issue.
*
* @param datasets The datasets.
*
* @returns The sub issues.
*
* @internal
*/
/* @__NO_SIDE_EFFECTS__ */
function _subIssues(datasets) {
	let issues;
	if (datasets) for (const dataset of datasets) if (issues) for (const issue of dataset.issues) issues.push(issue);
	else issues = dataset.issues;
	return issues;
}

//#endregion
//#region src/schemas/union/union.ts
/* @__NO_SIDE_EFFECTS__ */
function union(options, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "union",
		reference: union,
		expects: /* @__PURE__ */ _joinExpects(options.map((option) => option.expects), "|"),
		async: false,
		options,
		message: message$1,
		"~run"(dataset, config$1) {
			let validDataset;
			let typedDatasets;
			let untypedDatasets;
			for (const schema of this.options) {
				const optionDataset = schema["~run"]({ value: dataset.value }, config$1);
				if (optionDataset.typed) if (optionDataset.issues) if (typedDatasets) typedDatasets.push(optionDataset);
				else typedDatasets = [optionDataset];
				else {
					validDataset = optionDataset;
					break;
				}
				else if (untypedDatasets) untypedDatasets.push(optionDataset);
				else untypedDatasets = [optionDataset];
			}
			if (validDataset) return validDataset;
			if (typedDatasets) {
				if (typedDatasets.length === 1) return typedDatasets[0];
				_addIssue(this, "type", dataset, config$1, { issues: /* @__PURE__ */ _subIssues(typedDatasets) });
				dataset.typed = true;
			} else if (untypedDatasets?.length === 1) return untypedDatasets[0];
			else _addIssue(this, "type", dataset, config$1, { issues: /* @__PURE__ */ _subIssues(untypedDatasets) });
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/union/unionAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function unionAsync(options, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "union",
		reference: unionAsync,
		expects: /* @__PURE__ */ _joinExpects(options.map((option) => option.expects), "|"),
		async: true,
		options,
		message: message$1,
		async "~run"(dataset, config$1) {
			let validDataset;
			let typedDatasets;
			let untypedDatasets;
			for (const schema of this.options) {
				const optionDataset = await schema["~run"]({ value: dataset.value }, config$1);
				if (optionDataset.typed) if (optionDataset.issues) if (typedDatasets) typedDatasets.push(optionDataset);
				else typedDatasets = [optionDataset];
				else {
					validDataset = optionDataset;
					break;
				}
				else if (untypedDatasets) untypedDatasets.push(optionDataset);
				else untypedDatasets = [optionDataset];
			}
			if (validDataset) return validDataset;
			if (typedDatasets) {
				if (typedDatasets.length === 1) return typedDatasets[0];
				_addIssue(this, "type", dataset, config$1, { issues: /* @__PURE__ */ _subIssues(typedDatasets) });
				dataset.typed = true;
			} else if (untypedDatasets?.length === 1) return untypedDatasets[0];
			else _addIssue(this, "type", dataset, config$1, { issues: /* @__PURE__ */ _subIssues(untypedDatasets) });
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/unknown/unknown.ts
/**
* Creates a unknown schema.
*
* @returns A unknown schema.
*/
/* @__NO_SIDE_EFFECTS__ */
function unknown() {
	return _standardSchema({
		kind: "schema",
		type: "unknown",
		reference: unknown,
		expects: "unknown",
		async: false,
		"~run"(dataset) {
			dataset.typed = true;
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/variant/variant.ts
/* @__NO_SIDE_EFFECTS__ */
function variant(key, options, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "variant",
		reference: variant,
		expects: "Object",
		async: false,
		key,
		options,
		message: message$1,
		"~run"(dataset, config$1) {
			const input = dataset.value;
			if (input && typeof input === "object") {
				let outputDataset;
				let maxDiscriminatorPriority = 0;
				let invalidDiscriminatorKey = this.key;
				let expectedDiscriminators = [];
				const parseOptions = (variant$1, allKeys) => {
					for (const schema of variant$1.options) {
						if (schema.type === "variant") parseOptions(schema, new Set(allKeys).add(schema.key));
						else {
							let keysAreValid = true;
							let currentPriority = 0;
							for (const currentKey of allKeys) {
								const discriminatorSchema = schema.entries[currentKey];
								if (currentKey in input ? discriminatorSchema["~run"]({
									typed: false,
									value: input[currentKey]
								}, ABORT_EARLY_CONFIG).issues : discriminatorSchema.type !== "exact_optional" && discriminatorSchema.type !== "optional" && discriminatorSchema.type !== "nullish") {
									keysAreValid = false;
									if (invalidDiscriminatorKey !== currentKey && (maxDiscriminatorPriority < currentPriority || maxDiscriminatorPriority === currentPriority && currentKey in input && !(invalidDiscriminatorKey in input))) {
										maxDiscriminatorPriority = currentPriority;
										invalidDiscriminatorKey = currentKey;
										expectedDiscriminators = [];
									}
									if (invalidDiscriminatorKey === currentKey) expectedDiscriminators.push(schema.entries[currentKey].expects);
									break;
								}
								currentPriority++;
							}
							if (keysAreValid) {
								const optionDataset = schema["~run"]({ value: input }, config$1);
								if (!outputDataset || !outputDataset.typed && optionDataset.typed) outputDataset = optionDataset;
							}
						}
						if (outputDataset && !outputDataset.issues) break;
					}
				};
				parseOptions(this, new Set([this.key]));
				if (outputDataset) return outputDataset;
				_addIssue(this, "type", dataset, config$1, {
					input: input[invalidDiscriminatorKey],
					expected: /* @__PURE__ */ _joinExpects(expectedDiscriminators, "|"),
					path: [{
						type: "object",
						origin: "value",
						input,
						key: invalidDiscriminatorKey,
						value: input[invalidDiscriminatorKey]
					}]
				});
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/variant/variantAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function variantAsync(key, options, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "variant",
		reference: variantAsync,
		expects: "Object",
		async: true,
		key,
		options,
		message: message$1,
		async "~run"(dataset, config$1) {
			const input = dataset.value;
			if (input && typeof input === "object") {
				let outputDataset;
				let maxDiscriminatorPriority = 0;
				let invalidDiscriminatorKey = this.key;
				let expectedDiscriminators = [];
				const parseOptions = async (variant$1, allKeys) => {
					for (const schema of variant$1.options) {
						if (schema.type === "variant") await parseOptions(schema, new Set(allKeys).add(schema.key));
						else {
							let keysAreValid = true;
							let currentPriority = 0;
							for (const currentKey of allKeys) {
								const discriminatorSchema = schema.entries[currentKey];
								if (currentKey in input ? (await discriminatorSchema["~run"]({
									typed: false,
									value: input[currentKey]
								}, ABORT_EARLY_CONFIG)).issues : discriminatorSchema.type !== "exact_optional" && discriminatorSchema.type !== "optional" && discriminatorSchema.type !== "nullish") {
									keysAreValid = false;
									if (invalidDiscriminatorKey !== currentKey && (maxDiscriminatorPriority < currentPriority || maxDiscriminatorPriority === currentPriority && currentKey in input && !(invalidDiscriminatorKey in input))) {
										maxDiscriminatorPriority = currentPriority;
										invalidDiscriminatorKey = currentKey;
										expectedDiscriminators = [];
									}
									if (invalidDiscriminatorKey === currentKey) expectedDiscriminators.push(schema.entries[currentKey].expects);
									break;
								}
								currentPriority++;
							}
							if (keysAreValid) {
								const optionDataset = await schema["~run"]({ value: input }, config$1);
								if (!outputDataset || !outputDataset.typed && optionDataset.typed) outputDataset = optionDataset;
							}
						}
						if (outputDataset && !outputDataset.issues) break;
					}
				};
				await parseOptions(this, new Set([this.key]));
				if (outputDataset) return outputDataset;
				_addIssue(this, "type", dataset, config$1, {
					input: input[invalidDiscriminatorKey],
					expected: /* @__PURE__ */ _joinExpects(expectedDiscriminators, "|"),
					path: [{
						type: "object",
						origin: "value",
						input,
						key: invalidDiscriminatorKey,
						value: input[invalidDiscriminatorKey]
					}]
				});
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/void/void.ts
/* @__NO_SIDE_EFFECTS__ */
function void_(message$1) {
	return _standardSchema({
		kind: "schema",
		type: "void",
		reference: void_,
		expects: "void",
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.value === void 0) dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/methods/keyof/keyof.ts
/* @__NO_SIDE_EFFECTS__ */
function keyof(schema, message$1) {
	return /* @__PURE__ */ picklist(Object.keys(schema.entries), message$1);
}

//#endregion
//#region src/methods/message/message.ts
/**
* Changes the local message configuration of a schema.
*
* @param schema The schema to configure.
* @param message_ The error message.
*
* @returns The configured schema.
*/
/* @__NO_SIDE_EFFECTS__ */
function message(schema, message_) {
	return _standardSchema({
		...schema,
		"~run"(dataset, config$1) {
			return schema["~run"](dataset, {
				...config$1,
				message: message_
			});
		}
	});
}

//#endregion
//#region src/methods/omit/omit.ts
/**
* Creates a modified copy of an object schema that does not contain the
* selected entries.
*
* @param schema The schema to omit from.
* @param keys The selected entries.
*
* @returns An object schema.
*/
/* @__NO_SIDE_EFFECTS__ */
function omit(schema, keys) {
	const entries$1 = { ...schema.entries };
	for (const key of keys) delete entries$1[key];
	return _standardSchema({
		...schema,
		entries: entries$1
	});
}

//#endregion
//#region src/methods/parse/parse.ts
/**
* Parses an unknown input based on a schema.
*
* @param schema The schema to be used.
* @param input The input to be parsed.
* @param config The parse configuration.
*
* @returns The parsed input.
*/
function parse(schema, input, config$1) {
	const dataset = schema["~run"]({ value: input }, /* @__PURE__ */ getGlobalConfig(config$1));
	if (dataset.issues) throw new ValiError(dataset.issues);
	return dataset.value;
}

//#endregion
//#region src/methods/parse/parseAsync.ts
/**
* Parses an unknown input based on a schema.
*
* @param schema The schema to be used.
* @param input The input to be parsed.
* @param config The parse configuration.
*
* @returns The parsed input.
*/
async function parseAsync(schema, input, config$1) {
	const dataset = await schema["~run"]({ value: input }, /* @__PURE__ */ getGlobalConfig(config$1));
	if (dataset.issues) throw new ValiError(dataset.issues);
	return dataset.value;
}

//#endregion
//#region src/methods/parser/parser.ts
/* @__NO_SIDE_EFFECTS__ */
function parser(schema, config$1) {
	const func = (input) => parse(schema, input, config$1);
	func.schema = schema;
	func.config = config$1;
	return func;
}

//#endregion
//#region src/methods/parser/parserAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function parserAsync(schema, config$1) {
	const func = (input) => parseAsync(schema, input, config$1);
	func.schema = schema;
	func.config = config$1;
	return func;
}

//#endregion
//#region src/methods/partial/partial.ts
/* @__NO_SIDE_EFFECTS__ */
function partial(schema, keys) {
	const entries$1 = {};
	for (const key in schema.entries) entries$1[key] = !keys || keys.includes(key) ? /* @__PURE__ */ optional(schema.entries[key]) : schema.entries[key];
	return _standardSchema({
		...schema,
		entries: entries$1
	});
}

//#endregion
//#region src/methods/partial/partialAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function partialAsync(schema, keys) {
	const entries$1 = {};
	for (const key in schema.entries) entries$1[key] = !keys || keys.includes(key) ? /* @__PURE__ */ optionalAsync(schema.entries[key]) : schema.entries[key];
	return _standardSchema({
		...schema,
		entries: entries$1
	});
}

//#endregion
//#region src/methods/pick/pick.ts
/**
* Creates a modified copy of an object schema that contains only the selected
* entries.
*
* @param schema The schema to pick from.
* @param keys The selected entries.
*
* @returns An object schema.
*/
/* @__NO_SIDE_EFFECTS__ */
function pick(schema, keys) {
	const entries$1 = {};
	for (const key of keys) entries$1[key] = schema.entries[key];
	return _standardSchema({
		...schema,
		entries: entries$1
	});
}

//#endregion
//#region src/methods/pipe/pipe.ts
/* @__NO_SIDE_EFFECTS__ */
function pipe(...pipe$1) {
	return _standardSchema({
		...pipe$1[0],
		pipe: pipe$1,
		"~run"(dataset, config$1) {
			for (const item of pipe$1) if (item.kind !== "metadata") {
				if (dataset.issues && (item.kind === "schema" || item.kind === "transformation")) {
					dataset.typed = false;
					break;
				}
				if (!dataset.issues || !config$1.abortEarly && !config$1.abortPipeEarly) dataset = item["~run"](dataset, config$1);
			}
			return dataset;
		}
	});
}

//#endregion
//#region src/methods/pipe/pipeAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function pipeAsync(...pipe$1) {
	return _standardSchema({
		...pipe$1[0],
		pipe: pipe$1,
		async: true,
		async "~run"(dataset, config$1) {
			for (const item of pipe$1) if (item.kind !== "metadata") {
				if (dataset.issues && (item.kind === "schema" || item.kind === "transformation")) {
					dataset.typed = false;
					break;
				}
				if (!dataset.issues || !config$1.abortEarly && !config$1.abortPipeEarly) dataset = await item["~run"](dataset, config$1);
			}
			return dataset;
		}
	});
}

//#endregion
//#region src/methods/required/required.ts
/* @__NO_SIDE_EFFECTS__ */
function required(schema, arg2, arg3) {
	const keys = Array.isArray(arg2) ? arg2 : void 0;
	const message$1 = Array.isArray(arg2) ? arg3 : arg2;
	const entries$1 = {};
	for (const key in schema.entries) entries$1[key] = !keys || keys.includes(key) ? /* @__PURE__ */ nonOptional(schema.entries[key], message$1) : schema.entries[key];
	return _standardSchema({
		...schema,
		entries: entries$1
	});
}

//#endregion
//#region src/methods/required/requiredAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function requiredAsync(schema, arg2, arg3) {
	const keys = Array.isArray(arg2) ? arg2 : void 0;
	const message$1 = Array.isArray(arg2) ? arg3 : arg2;
	const entries$1 = {};
	for (const key in schema.entries) entries$1[key] = !keys || keys.includes(key) ? /* @__PURE__ */ nonOptionalAsync(schema.entries[key], message$1) : schema.entries[key];
	return _standardSchema({
		...schema,
		entries: entries$1
	});
}

//#endregion
//#region src/methods/safeParse/safeParse.ts
/**
* Parses an unknown input based on a schema.
*
* @param schema The schema to be used.
* @param input The input to be parsed.
* @param config The parse configuration.
*
* @returns The parse result.
*/
/* @__NO_SIDE_EFFECTS__ */
function safeParse(schema, input, config$1) {
	const dataset = schema["~run"]({ value: input }, /* @__PURE__ */ getGlobalConfig(config$1));
	return {
		typed: dataset.typed,
		success: !dataset.issues,
		output: dataset.value,
		issues: dataset.issues
	};
}

//#endregion
//#region src/methods/safeParse/safeParseAsync.ts
/**
* Parses an unknown input based on a schema.
*
* @param schema The schema to be used.
* @param input The input to be parsed.
* @param config The parse configuration.
*
* @returns The parse result.
*/
/* @__NO_SIDE_EFFECTS__ */
async function safeParseAsync(schema, input, config$1) {
	const dataset = await schema["~run"]({ value: input }, /* @__PURE__ */ getGlobalConfig(config$1));
	return {
		typed: dataset.typed,
		success: !dataset.issues,
		output: dataset.value,
		issues: dataset.issues
	};
}

//#endregion
//#region src/methods/safeParser/safeParser.ts
/* @__NO_SIDE_EFFECTS__ */
function safeParser(schema, config$1) {
	const func = (input) => /* @__PURE__ */ safeParse(schema, input, config$1);
	func.schema = schema;
	func.config = config$1;
	return func;
}

//#endregion
//#region src/methods/safeParser/safeParserAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function safeParserAsync(schema, config$1) {
	const func = (input) => /* @__PURE__ */ safeParseAsync(schema, input, config$1);
	func.schema = schema;
	func.config = config$1;
	return func;
}

//#endregion
//#region src/methods/summarize/summarize.ts
/**
* Summarize the error messages of issues in a pretty-printable multi-line string.
*
* @param issues The list of issues.
*
* @returns A summary of the issues.
*
* @beta
*/
/* @__NO_SIDE_EFFECTS__ */
function summarize(issues) {
	let summary = "";
	for (const issue of issues) {
		if (summary) summary += "\n";
		summary += `× ${issue.message}`;
		const dotPath = /* @__PURE__ */ getDotPath(issue);
		if (dotPath) summary += `\n  → at ${dotPath}`;
	}
	return summary;
}

//#endregion
//#region src/methods/unwrap/unwrap.ts
/**
* Unwraps the wrapped schema.
*
* @param schema The schema to be unwrapped.
*
* @returns The unwrapped schema.
*/
/* @__NO_SIDE_EFFECTS__ */
function unwrap(schema) {
	return schema.wrapped;
}

//#endregion

;// CONCATENATED MODULE: ./lib/vps/id.js

const INTEGER = /^[1-9]\d{0,15}$/u;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu;
/** The forms of an id, for error messages. */
const ID_FORMS = 'a positive integer or a UUID';
function isId(text) {
    return UUID.test(text) || (INTEGER.test(text) && Number.isSafeInteger(Number(text)));
}
/**
 * One id of a server or a snapshot: a positive integer or a UUID (docs/api.md, Identity). It keeps the spelling that the
 * API showed, because an API may compare UUIDs as text; here they are compared by `isSameId`. An integer past 2^53 is
 * refused: JSON could not carry it exactly.
 */
const Id = pipe(string(), check(isId, ID_FORMS), brand('Id'));
/** An id as the API sends it: a number or text. */
const IdFromApi = pipe(union([number(), string()]), transform((id) => String(id).trim()), Id);
/** An id as the API takes it: an integer as a JSON number, a UUID as a string (docs/api.md, Identity). */
function toJsonId(id) {
    return INTEGER.test(id) ? Number(id) : id;
}
/** Compares two ids; UUIDs are the same in either case (RFC 9562, section 4). */
function isSameId(a, b) {
    return a.toLowerCase() === b.toLowerCase();
}
/** @returns `undefined` if neither form is known */
function toIdentity(id, uuid) {
    const key = id ?? uuid;
    if (key === undefined)
        return undefined;
    return uuid === undefined ? { key } : { key, uuid };
}
/** True if the id is one of the forms of this identity. */
function isNamedBy({ key, uuid }, id) {
    return isSameId(key, id) || (uuid !== undefined && isSameId(uuid, id));
}
/** True if both name the same thing: one form in common is enough. */
function isSame(a, b) {
    return isNamedBy(a, b.key) || (b.uuid !== undefined && isNamedBy(a, b.uuid));
}
/** True if the two surely name different things: they share a form, an integer or a UUID, and differ in it. */
function isOther(a, b) {
    return !isSame(a, b) && formsOf(a).some((form) => formsOf(b).includes(form));
}
function formsOf({ key, uuid }) {
    const keyForm = INTEGER.test(key) ? 'integer' : 'uuid';
    return uuid === undefined ? [keyForm] : [keyForm, 'uuid'];
}

;// CONCATENATED MODULE: ./lib/github/rollback-log.js




const FILE_NAME = 'vps-snapshot-rollbacks.json';
/** More than this is not read, in bytes: thousands of entries fit. */
const MAX_BYTES = 1024 * 1024;
/** One line of the file. */
const Entry = pipe(string(), parseJson(), object({
    runId: string(),
    attempt: nullable(number()),
    serverKey: Id,
    snapshotKey: Id,
}));
/**
 * The log in a file of the job's folder for temporary files (docs/contract.md, After the job). It never throws: if the
 * file cannot be written or read, a rollback may be done twice, which is better than not at all.
 * @param folder `RUNNER_TEMP`; without one, what this process records is all that is known
 */
function createRollbackLog(folder, run) {
    const { runId } = run;
    const attempt = run.attempt ?? null;
    const path = folder ? (0,external_node_path_namespaceObject.join)(folder, FILE_NAME) : undefined;
    const own = [];
    return {
        record(entry) {
            own.push(entry);
            if (path === undefined)
                return;
            try {
                // Opening a pipe that nobody reads would never end.
                if ((0,external_node_fs_namespaceObject.statSync)(path, { throwIfNoEntry: false })?.isFile() === false)
                    return;
                (0,external_node_fs_namespaceObject.appendFileSync)(path, `${JSON.stringify({ runId, attempt, ...entry })}\n`);
            }
            catch {
                // The restore itself must not fail for it.
            }
        },
        wasRestored(serverKey, snapshotKey) {
            const others = path === undefined ? [] : readEntries(path);
            const ofThisAttempt = others.filter((entry) => entry.runId === runId && entry.attempt === attempt);
            return [...own, ...ofThisAttempt].some((entry) => isSameId(entry.serverKey, serverKey) && isSameId(entry.snapshotKey, snapshotKey));
        },
    };
}
function readEntries(path) {
    return readStart(path)
        .split('\n')
        .flatMap((line) => {
        const entry = safeParse(Entry, line);
        return entry.success ? entry.output : [];
    });
}
/** The first `MAX_BYTES` of a file; empty if it cannot be read. */
function readStart(path) {
    try {
        const stats = (0,external_node_fs_namespaceObject.statSync)(path);
        if (!stats.isFile())
            return '';
        const file = (0,external_node_fs_namespaceObject.openSync)(path, 'r');
        try {
            const buffer = Buffer.alloc(Math.min(stats.size, MAX_BYTES));
            return buffer.toString('utf8', 0, (0,external_node_fs_namespaceObject.readSync)(file, buffer));
        }
        finally {
            (0,external_node_fs_namespaceObject.closeSync)(file);
        }
    }
    catch {
        return '';
    }
}

;// CONCATENATED MODULE: ./lib/github/runner.js



/** Longest annotation that GitHub shows, in characters. */
const MAX_ANNOTATION_LENGTH = 4096;
/** GitHub drops a summary of more than 1 MiB of a step; this stays below it, in bytes, whatever the text. */
const MAX_SUMMARY_BYTES = 1024 * 1024 - 4096;
const SUMMARY_CUT = '\n\nThe rest is left out, because a job summary is limited to 1 MiB.\n';
/** What it means that a command file cannot be written. */
const COMMAND_FILES_LOST = 'The outputs of this step or its state cannot be written. Its outputs are in this log instead, later steps do not get them, and after the job this step may be unable to roll the server back, to start it or to delete the snapshot. Check the disk space of the runner.';
/**
 * The runner behind `@actions/core`. Every text on its way out loses the secrets and whatever could act on the runner
 * (docs/contract.md, What must never happen, 8 and 9). None of it ever throws: a full disk or a missing command file must
 * not stop the work (11). Then the outputs are in the log, and one warning says so.
 * @param redact replaces the secrets in a text
 */
function actionsRunner(redact) {
    // Without a listener, a log that nobody reads any more would end the process.
    if (!process.stdout.listeners('error').includes(ignore))
        process.stdout.on('error', ignore);
    // Twice, because removing control characters can join the parts of a secret.
    const line = (text) => redact(sanitizeLine(redact(text)));
    const written = new Map();
    const logged = new Map();
    let isInGroup = false;
    let hasWarned = false;
    let summaryBytes = 0;
    const attempt = (write) => {
        try {
            write();
            return undefined;
        }
        catch (error) {
            return errorMessage(error);
        }
    };
    const info = (text) => void attempt(() => core_info(line(text)));
    const endGroup = () => {
        if (isInGroup)
            void attempt(core_endGroup);
        isInGroup = false;
    };
    const annotate = (write, text) => {
        endGroup();
        const lines = redact(text).split('\n').map(line);
        void attempt(() => write(truncate(lines.join('\n'), MAX_ANNOTATION_LENGTH)));
    };
    const warning = (text) => annotate(core_warning, text);
    /** Writes to a command file, unless the same was written there before. */
    const save = (key, value, write) => {
        if (written.get(key) === value)
            return true;
        const reason = attempt(() => write(redact(value)));
        if (reason === undefined) {
            written.set(key, value);
            return true;
        }
        if (!hasWarned)
            warning(`${reason}\n${COMMAND_FILES_LOST}`);
        hasWarned = true;
        return false;
    };
    return {
        info,
        debug: (text) => void attempt(() => core_debug(line(text))),
        notice: (text) => annotate(notice, text),
        warning,
        error: (text) => annotate(error, text),
        group(title) {
            endGroup();
            void attempt(() => startGroup(line(title)));
            isInGroup = true;
        },
        endGroup,
        setOutput(name, value) {
            const isWritten = save(`output ${name}`, value, (text) => setOutput(name, text));
            if (isWritten || logged.get(name) === value)
                return;
            logged.set(name, value);
            info(`output ${name}=${value}`);
        },
        saveState(name, value) {
            save(`state ${name}`, value, (text) => saveState(name, text));
        },
        async summary(markdown) {
            const text = truncateBytes(redact(markdown), MAX_SUMMARY_BYTES - summaryBytes);
            summaryBytes += Buffer.byteLength(text);
            try {
                await summary.addRaw(text).write();
            }
            catch (error) {
                summary.emptyBuffer();
                // Some runners have no summaries, and what was done is in the log and the outputs.
                void attempt(() => core_debug(line(`The summary cannot be written: ${errorMessage(error)}`)));
            }
        },
    };
}
function ignore() { }
/** Cuts text at the end of a line, so that at most `bytes` are left in UTF-8, and says so. */
function truncateBytes(text, bytes) {
    if (Buffer.byteLength(text) <= bytes)
        return text;
    const kept = Buffer.from(text)
        .subarray(0, Math.max(0, bytes - SUMMARY_CUT.length))
        .toString('utf8');
    return `${kept.slice(0, Math.max(0, kept.lastIndexOf('\n')))}${SUMMARY_CUT}`;
}

;// CONCATENATED MODULE: ./lib/github/state.js





/**
 * Longest value, in ASCII characters. The runner hands each value to the post step in a variable: on Windows one can have
 * 32,767 characters, on Linux 131,072 bytes, and with a longer one the post step would not start at all.
 */
const MAX_VALUE_LENGTH = 30_000;
/** Bounds what is read. */
const MAX_PIECES = 100;
/** Longest name of a server that is kept for messages, in characters. */
const MAX_NAME_LENGTH = 100;
const MORE = '+';
const LAST = '.';
const UNREADABLE = Symbol('unreadable');
/** Tells whose state it is: the environment can set the state of a step that saved none. */
const StepIdentity = object({
    runId: string(),
    attempt: nullable(number()),
    job: string(),
    jobIndex: string(),
    action: string(),
});
/** What the post step has to know of the snapshot of one server. */
const SavedSnapshot = object({
    serverKey: Id,
    serverUuid: optional(Id),
    serverName: string(),
    name: string(),
    /** `null` until the API has returned it: then the post step looks for the marker. */
    snapshotId: nullable(Id),
    /** Milliseconds since the epoch. */
    createdAtMs: nullable(number()),
    /** Taken by an earlier attempt of the step. */
    reused: dist_boolean(),
});
/** A server that the step stopped. */
const StoppedServer = object({ key: Id, uuid: optional(Id), name: string() });
const State = object({
    rawInputs: record(string(), string()),
    snapshots: optional(array(SavedSnapshot), []),
    stopped: optional(array(StoppedServer), []),
    succeeded: optional(dist_boolean(), false),
});
function identityOf({ runId, attempt, job, jobIndex, action }) {
    return { runId, attempt: attempt ?? null, job, jobIndex, action };
}
/** Saves whose state it is; before it nothing that is saved counts. */
function saveIdentity(runner, run) {
    save(runner, 'run', identityOf(run));
}
/** @param rawInputs the valid inputs as they were read, without secrets */
function saveRawInputs(runner, rawInputs) {
    save(runner, 'inputs', rawInputs);
}
/** Saves which snapshots the step has requested or reused. */
function saveSnapshots(runner, records) {
    const saved = records.filter(({ requested, snapshot }) => requested || snapshot).map(toSaved);
    save(runner, 'snapshots', saved);
}
function toSaved({ server, name, snapshot, reused }) {
    return {
        serverKey: server.key,
        ...(server.uuid === undefined ? {} : { serverUuid: server.uuid }),
        serverName: truncate(server.name, MAX_NAME_LENGTH),
        name: snapshot?.name || name,
        snapshotId: snapshot?.key ?? null,
        createdAtMs: snapshot?.createdAtMs ?? null,
        reused,
    };
}
/** Saves which servers the step has stopped and not started again; to be called before a stop is sent. */
function saveStopped(runner, servers) {
    const saved = servers.map(({ key, uuid, name }) => ({
        key,
        ...(uuid === undefined ? {} : { uuid }),
        name: truncate(name, MAX_NAME_LENGTH),
    }));
    save(runner, 'stopped', saved);
}
/** Saves that the step did what it was asked for: from then on something may have been deployed. */
function saveSucceeded(runner) {
    save(runner, 'succeeded', true);
}
/**
 * Reads what the main step saved.
 * @param getState the value that was saved under a name; empty if there is none
 * @param run the run of the post step
 * @returns `undefined` if the step ended before its inputs were known to be valid, or if the state is of another run,
 * attempt, job or step
 * @throws ActionError if this step's state cannot be read: a rollback that was asked for must not be left out in silence
 */
function readState(getState, run) {
    if (!isOfStep(load(getState, 'run'), run) || getState('inputs') === '')
        return undefined;
    const state = safeParse(State, {
        rawInputs: load(getState, 'inputs'),
        snapshots: load(getState, 'snapshots'),
        stopped: load(getState, 'stopped'),
        succeeded: load(getState, 'succeeded'),
    });
    if (!state.success) {
        throw new ActionError({
            summary: 'The state that this step saved cannot be read, so it is unknown what is to be done after the job.',
            state: 'Nothing was changed after the job.',
            hint: 'If the release failed, roll the server back with `mode: rollback`. Check that the server is running.',
        });
    }
    return { ...state.output, stopped: state.output.stopped.map(toServerRef) };
}
function isOfStep(identity, run) {
    const saved = safeParse(StepIdentity, identity);
    return saved.success && (0,external_node_util_namespaceObject.isDeepStrictEqual)(saved.output, identityOf(run));
}
function toServerRef({ key, uuid, name }) {
    return uuid === undefined ? { key, name } : { key, uuid, name };
}
/** Saves a value as JSON in ASCII, in as many pieces as it needs. */
function save(runner, name, value) {
    const json = JSON.stringify(value).replace(/[^\x20-\x7e]/g, (unit) => {
        return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
    });
    const count = Math.max(1, Math.ceil(json.length / MAX_VALUE_LENGTH));
    // The first piece last: until it is there, the value before is whole.
    for (let index = count - 1; index >= 0; index -= 1) {
        const piece = json.slice(index * MAX_VALUE_LENGTH, (index + 1) * MAX_VALUE_LENGTH);
        runner.saveState(pieceName(name, index), `${index === count - 1 ? LAST : MORE}${piece}`);
    }
}
/** @returns `undefined` if there is no value, `UNREADABLE` if it is no JSON */
function load(getState, name) {
    const pieces = [];
    for (let index = 0; index < MAX_PIECES; index += 1) {
        const piece = getState(pieceName(name, index));
        pieces.push(piece.slice(1));
        if (!piece.startsWith(MORE))
            break;
    }
    const json = pieces.join('');
    try {
        return json === '' ? undefined : JSON.parse(json);
    }
    catch {
        return UNREADABLE;
    }
}
function pieceName(name, index) {
    return index === 0 ? name : `${name}_${index}`;
}

;// CONCATENATED MODULE: ./lib/github/workflow-run.js




/** GitHub's own limit for the payload of an event is 25 MB. */
const MAX_EVENT_BYTES = 32 * 1024 * 1024;
const MAX_TEXT_LENGTH = 500;
const DEFAULT_SERVER_URL = 'https://github.com';
/** A variable as far as it is taken: without the spaces around it, and bounded. */
const Text = pipe(optional(string(), ''), transform((text) => truncate(text.trim(), MAX_TEXT_LENGTH)));
const Digits = fallback(pipe(string(), regex(/^\d{1,20}$/u)), '');
const Attempt = fallback(optional(pipe(string(), regex(/^[1-9]\d{0,8}$/u), transform(Number))), undefined);
const ServerUrl = fallback(pipe(string(), regex(/^https?:\/\/[^\s'"<>]{1,300}$/u), transform((url) => url.replace(/\/$/u, ''))), DEFAULT_SERVER_URL);
const Variables = object({
    GITHUB_REPOSITORY: pipe(string(), regex(/^[\w.-]{1,100}\/[\w.-]{1,200}$/u)),
    GITHUB_REPOSITORY_ID: Digits,
    GITHUB_SERVER_URL: ServerUrl,
    GITHUB_SHA: Text,
    GITHUB_REF: Text,
    GITHUB_RUN_ID: Digits,
    GITHUB_RUN_NUMBER: Digits,
    GITHUB_RUN_ATTEMPT: Attempt,
    GITHUB_WORKFLOW: Text,
    GITHUB_WORKFLOW_REF: Text,
    GITHUB_JOB: Text,
    GITHUB_ACTION: Text,
    GITHUB_ACTION_REPOSITORY: Text,
    GITHUB_ACTION_REF: Text,
    GITHUB_EVENT_NAME: Text,
    GITHUB_EVENT_PATH: optional(string(), ''),
});
const Sha = pipe(string(), regex(/^[0-9a-f]{40,64}$/iu));
const Branch = pipe(string(), nonEmpty(), transform((name) => truncate(name, MAX_TEXT_LENGTH)));
/** What of an event tells the commit. */
const MergedEvent = object({
    pull_request: object({ merged: literal(true), merge_commit_sha: Sha, base: object({ ref: Branch }) }),
});
const PullRequestEvent = object({ pull_request: object({ head: object({ sha: Sha, ref: Branch }) }) });
const WorkflowRunEvent = object({
    workflow_run: object({ head_sha: Sha, head_branch: nullish(string(), '') }),
});
const EventCommit = union([
    pipe(MergedEvent, transform(({ pull_request: { merge_commit_sha: sha, base } }) => ({ sha, ref: base.ref }))),
    pipe(PullRequestEvent, transform(({ pull_request: { head } }) => ({ sha: head.sha, ref: head.ref }))),
    pipe(WorkflowRunEvent, transform(({ workflow_run }) => ({
        sha: workflow_run.head_sha,
        ref: truncate(workflow_run.head_branch, MAX_TEXT_LENGTH),
    }))),
]);
/**
 * Reads the facts of the run from the variables that the runner sets and, if the event may be about another commit than
 * the run's own, from the event's file. `@actions/github` would do it too, but it is the largest part of the bundle.
 * @param rawJobIndex the input `job_index`
 * @throws ActionError if there is no repository
 */
function readWorkflowRun(environment, rawJobIndex) {
    const read = safeParse(Variables, environment);
    if (!read.success) {
        throw new ActionError({
            summary: 'GITHUB_REPOSITORY is not set to "owner/name", so it is unknown which repository this is.',
            state: 'No request was sent.',
            hint: 'Run the action in a workflow, where the runner sets this variable.',
        });
    }
    const variables = read.output;
    const repository = variables.GITHUB_REPOSITORY;
    const serverUrl = variables.GITHUB_SERVER_URL;
    const runId = variables.GITHUB_RUN_ID === '' ? '0' : variables.GITHUB_RUN_ID;
    return {
        ...(eventCommit(variables) ?? { sha: variables.GITHUB_SHA, ref: shortRef(variables.GITHUB_REF) }),
        repository,
        repositoryId: variables.GITHUB_REPOSITORY_ID,
        serverUrl,
        runId,
        runNumber: variables.GITHUB_RUN_NUMBER,
        attempt: variables.GITHUB_RUN_ATTEMPT,
        workflow: workflowFile(variables.GITHUB_WORKFLOW_REF) ?? variables.GITHUB_WORKFLOW,
        job: variables.GITHUB_JOB,
        jobIndex: truncate(rawJobIndex.trim(), 20),
        action: variables.GITHUB_ACTION,
        uses: usesOf(variables),
        runUrl: `${serverUrl}/${repository}/actions/runs/${runId}`,
    };
}
/** The commit that the event is about; `undefined` if that is the run's own, or the event cannot be read. */
function eventCommit({ GITHUB_EVENT_NAME: event, GITHUB_EVENT_PATH: path }) {
    if (!event.startsWith('pull_request') && event !== 'workflow_run')
        return undefined;
    try {
        const stats = (0,external_node_fs_namespaceObject.statSync)(path);
        if (!stats.isFile() || stats.size > MAX_EVENT_BYTES)
            return undefined;
        return parse(EventCommit, JSON.parse((0,external_node_fs_namespaceObject.readFileSync)(path, 'utf8')));
    }
    catch {
        return undefined;
    }
}
function shortRef(ref) {
    return ref.replace(/^refs\/(?:heads\/|tags\/)?/u, '');
}
/** The file in `owner/name/.github/workflows/deploy.yml@refs/heads/main`. */
function workflowFile(workflowRef) {
    return /^[^@]{1,400}\/([^/@]+)@/u.exec(workflowRef)?.[1];
}
/** An action of the checkout itself comes from no repository. */
function usesOf({ GITHUB_ACTION_REPOSITORY: repository, GITHUB_ACTION_REF: ref }) {
    const uses = `${repository}@${ref}`;
    return /^[\w.-]+\/[\w./-]+@[\w./-]+$/u.test(uses) ? uses : './';
}

;// CONCATENATED MODULE: ./lib/abortable.js
/**
 * Awaits a promise, but no longer than until the signal is aborted.
 * @throws what the promise rejects with; the reason of the abort
 */
async function abortable(promise, signal) {
    return await new Promise((resolve, reject) => {
        const abort = () => reject(signal.reason);
        if (signal.aborted)
            abort();
        signal.addEventListener('abort', abort, { once: true });
        promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
    });
}

;// CONCATENATED MODULE: ./lib/http/connection-error.js
/** Codes of Node and OpenSSL for a certificate that has expired, is for another name, or is of nobody who is trusted. */
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO|INVALID_CA|INVALID_PURPOSE/u;
/** System calls that come before a request is written. */
const BEFORE_SENDING = ['connect', 'getaddrinfo'];
/** How http-client starts its message if a proxy refuses, or cannot be reached. */
const NO_TUNNEL = 'tunneling socket could not be established';
/** A connection failed: it was never made, or it broke before the whole response was there. */
class ConnectionError extends Error {
    /** Node's code, such as `ECONNRESET`; empty if there is none. */
    code;
    /** True if the certificate of the server is not trusted. */
    isCertificate;
    /** False if the request surely never left, so that the server cannot have seen it. */
    sent;
    /** @param cause what Node or http-client threw */
    constructor(cause) {
        const message = cause instanceof Error ? cause.message : String(cause);
        const code = stringField(cause, 'code');
        super(message || code || 'the connection failed', { cause });
        this.name = 'ConnectionError';
        this.code = code;
        this.isCertificate = CERTIFICATE.test(code);
        this.sent = !(this.isCertificate ||
            BEFORE_SENDING.includes(stringField(cause, 'syscall')) ||
            // Node tried several addresses, and none could be connected to.
            cause instanceof AggregateError ||
            message.startsWith(NO_TUNNEL));
    }
}
function stringField(error, name) {
    const value = typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;
    return typeof value === 'string' ? value : '';
}

;// CONCATENATED MODULE: ./lib/http/request.js



/** The largest response that is read, in bytes: hundreds of servers fit many times. */
const request_MAX_RESPONSE_BYTES = 8 * 1024 * 1024;
/** The request timed out. */
class TimeoutError extends Error {
}
/** The response is larger than what is read. */
class ResponseTooLargeError extends Error {
}
/**
 * HTTP by `@actions/http-client`, with what that leaves open closed: its timeout is idle time only, and its own reading of
 * a body never settles if the connection drops. Each request has a connection of its own: on a kept one, a reset would
 * leave open whether a POST was applied. Redirects are not followed: that client takes the headers along. Proxies by
 * `https_proxy` and `no_proxy` are that client's own.
 * @param signal aborts what is under way; its reason is thrown then
 * @throws TimeoutError, ResponseTooLargeError, ConnectionError
 */
function createHttp(signal) {
    return async ({ method, url, headers, body }, timeoutMs, { maxBytes = request_MAX_RESPONSE_BYTES } = {}) => {
        signal.throwIfAborted();
        const timeout = AbortSignal.timeout(Math.ceil(timeoutMs));
        const ended = AbortSignal.any([timeout, signal]);
        const client = new lib/* HttpClient */.Qq('vps-snapshot', [withOptions(ended)], { allowRedirects: false, keepAlive: false });
        try {
            const { message } = await abortable(client.request(method, url, body, headers), ended);
            return {
                status: message.statusCode ?? 0,
                headers: {
                    retryAfter: message.headers['retry-after'],
                    date: message.headers.date,
                    location: message.headers.location,
                },
                body: await readBody(message, maxBytes),
            };
        }
        catch (error) {
            signal.throwIfAborted();
            if (timeout.aborted)
                throw new TimeoutError(`it timed out after ${Math.round(timeoutMs / 100) / 10} s`, { cause: error });
            throw error instanceof ResponseTooLargeError ? error : new ConnectionError(error);
        }
        finally {
            client.dispose();
        }
    };
}
/** Hands Node what http-client has no option for. */
function withOptions(signal) {
    return {
        prepareRequest(options) {
            options.signal = signal;
            // NODE_TLS_REJECT_UNAUTHORIZED must not switch off the check of certificates. Behind a proxy, only the options of
            // the agent count.
            const { agent } = options;
            if (typeof agent === 'object' && 'options' in agent) {
                Object.assign(agent, { options: Object.assign({}, agent.options, { rejectUnauthorized: true }) });
            }
            // URL gives an IPv6 address in brackets, which Node would look up as a name.
            options.host = options.host?.replace(/^\[(.*)\]$/u, '$1') ?? null;
        },
        canHandleAuthentication: () => false,
        handleAuthentication: () => Promise.reject(new Error('authentication is by the token alone')),
    };
}
async function readBody(message, maxBytes) {
    const chunks = [];
    let bytes = 0;
    for await (const chunk of message) {
        bytes += chunk.length;
        // Leaving the loop closes the connection.
        if (bytes > maxBytes)
            throw new ResponseTooLargeError(`it is larger than ${maxBytes / 1024 / 1024} MiB`);
        chunks.push(chunk);
    }
    return Buffer.concat(chunks).toString('utf8');
}

;// CONCATENATED MODULE: ./lib/inputs/fields.js


/** Why the text of an input is refused. */
class InputError {
    /** What to write instead, for people; it follows `server_id is empty: ` or the like. */
    hint;
    constructor(hint) {
        this.hint = hint;
    }
}
/**
 * The schema of one input, whose text may be missing.
 * @param read gives the value, or the error that the message then names
 * @param show how the message shows the text that was given; never as it is for a secret
 */
function input(read, show = quote) {
    return optional(pipe(string(), rawTransform(({ dataset, addIssue, NEVER }) => {
        const text = dataset.value.trim();
        const value = read(text);
        if (!(value instanceof InputError))
            return value;
        addIssue({ message: `is ${text === '' ? 'empty' : show(text)}: ${value.hint}` });
        return NEVER;
    })), '');
}
/** Text split by commas, spaces and newlines, without empty parts. */
function splitList(text) {
    return text.split(/[\s,]+/u).filter((part) => part !== '');
}
/** One of the words of `allowed`; empty text is the first of them. */
function oneOf(allowed) {
    return input((text) => (text === '' ? allowed[0] : allowed.find((word) => word === text)) ??
        new InputError(`use one of ${allowed.join(', ')}`));
}
const BOOLEANS = new Map([
    ...['true', 'True', 'TRUE'].map((word) => [word, true]),
    ...['false', 'False', 'FALSE'].map((word) => [word, false]),
]);
/** `true` or `false`, in the three ways YAML 1.2 writes each; empty text is `otherwise`. */
function booleanInput(otherwise) {
    return input((text) => text === ''
        ? otherwise
        : (BOOLEANS.get(text) ?? new InputError('use true or false, or an expression that gives one of them')));
}
/** How a step can have ended (`steps.<id>.outcome`), and whether the server is to be rolled back then. */
const OUTCOMES = new Map([
    ['failure', true],
    ['cancelled', true],
    ['success', false],
    ['skipped', false],
]);
/** `true` or `false`, or the outcome of a step as it is; empty text, as of a step that never ran, is false. */
const condition = input((text) => {
    if (text === '')
        return false;
    return (BOOLEANS.get(text) ??
        OUTCOMES.get(text) ??
        new InputError("use true, false, the outcome of a step, or an expression such as steps.deploy.outcome == 'failure'"));
});
/** The longest timeout: the five days for which a job may run on a self-hosted runner. */
const MAX_MINUTES = 5 * 24 * 60;
const MINUTE_MS = 60_000;
const DECIMAL = /^(?:\d{1,12}(?:\.\d{0,12})?|\.\d{1,12})$/u;
/** A timeout in minutes, decimals allowed; gives milliseconds. Empty text is `otherwise` minutes. */
function durationMinutes(otherwise) {
    return input((text) => {
        if (text === '')
            return otherwise * MINUTE_MS;
        const minutes = Number(text);
        if (DECIMAL.test(text) && minutes > 0 && minutes <= MAX_MINUTES)
            return minutes * MINUTE_MS;
        return new InputError(`use a number of minutes above 0 and up to ${MAX_MINUTES}, such as 60 or 1.5`);
    });
}
/** A duration in minutes that may be 0, decimals allowed; gives milliseconds, and `undefined` for empty text. */
const optionalMinutes = input((text) => {
    if (text === '')
        return undefined;
    const minutes = Number(text);
    if (DECIMAL.test(text) && minutes <= MAX_MINUTES)
        return minutes * MINUTE_MS;
    return new InputError(`use a number of minutes from 0 to ${MAX_MINUTES}, such as 1 or 0.5, or leave it empty`);
});
/** A polling interval in seconds, decimals allowed; gives milliseconds, and `undefined` for empty text. */
const pollInterval = input((text) => {
    if (text === '')
        return undefined;
    const seconds = Number(text);
    if (DECIMAL.test(text) && seconds >= 0.01 && seconds <= 3600)
        return seconds * 1000;
    return new InputError('use a number of seconds from 0.01 to 3600, or leave it empty for adaptive polling');
});
/** A whole number of at least 1, and `undefined` for empty text. */
const positiveInteger = input((text) => {
    if (text === '')
        return undefined;
    if (/^[1-9]\d{0,5}$/u.test(text))
        return Number(text);
    return new InputError('use a whole number of 1 or more, or leave it empty');
});

;// CONCATENATED MODULE: ./lib/vps/snapshot-name.js
/** Replaces what the API does not allow in a name: all but letters, digits, `-` and `_` (docs/api.md, Snapshots). */
function allowedInName(text) {
    return text.replace(/[^A-Za-z0-9_-]/gu, '-');
}

;// CONCATENATED MODULE: ./lib/inputs/snapshot-name.js



/** The fields of `snapshot_name` (docs/contract.md, Inputs): each from the workflow run and the time of the snapshot. */
const FIELDS = {
    sha: (run) => run.sha,
    short_sha: (run) => run.sha.slice(0, 7),
    ref: (run) => run.ref,
    run_id: (run) => run.runId,
    run_number: (run) => run.runNumber,
    attempt: (run) => String(run.attempt ?? ''),
    job: (run) => run.job,
    date: (_run, at) => at.toISOString().slice(0, 10),
    time: (_run, at) => at.toISOString().slice(11, 19),
};
/** `{sha}` and the others, as an error text lists them. */
const FIELD_LIST = Object.keys(FIELDS)
    .map((field) => `{${field}}`)
    .join(' ');
const PLACEHOLDER = /\{([^{}]*)\}/gu;
function isField(word) {
    return Object.hasOwn(FIELDS, word);
}
/** The placeholders of a template that are no field, in their order. */
function unknownFields(template) {
    return [...template.matchAll(PLACEHOLDER)].flatMap(([whole, word = '']) => (isField(word) ? [] : [whole]));
}
/**
 * The name that a template gives in a workflow run; characters that the API does not allow become hyphens.
 * @param atMs the time for `{date}` and `{time}`, in milliseconds since the epoch; they are in UTC
 * @throws ActionError if a field of the template has no value in this run
 */
function renderSnapshotName(template, run, atMs) {
    const at = new Date(atMs);
    const name = template.replace(PLACEHOLDER, (whole, word) => {
        const value = isField(word) ? FIELDS[word](run, at) : whole;
        if (value !== '')
            return value;
        throw new ActionError({
            summary: `snapshot_name is ${quote(template)}, but ${quote(whole)} has no value in this workflow run.`,
            state: 'No request was sent.',
            hint: `Use other fields in snapshot_name: ${FIELD_LIST}.`,
        });
    });
    return allowedInName(name);
}

;// CONCATENATED MODULE: ./lib/inputs/inputs.js






/** How a job can have failed. */
const JOB_CONCLUSIONS = ['failure', 'cancelled'];
const MODES = ['snapshot', 'wait', 'rollback', 'check', 'delete', 'prune'];
/** The API's address if `api_url` is empty (docs/api.md). */
const DEFAULT_API_URL = 'https://admin.vps.org/api/v1';
/** Most snapshots that a server can have (docs/api.md, Snapshots). */
const SNAPSHOT_LIMIT = 5;
const MAX_SERIES_LENGTH = 64;
/** The series of safety snapshots (docs/contract.md, Inputs, `series`). */
const RESERVED_SERIES = 'before-rollback';
const LATEST = 'latest';
const DEFAULT_STABLE_MS = 60_000;
function listedTwice(ids) {
    const twice = ids.filter((id, index) => ids.findIndex((other) => isSameId(other, id)) < index);
    const names = [...new Set(twice.map((id) => id.toLowerCase()))];
    if (names.length === 0)
        return undefined;
    return new InputError(`${names.join(', ')} is listed more than once; list each ID once`);
}
function readIds(text) {
    const read = safeParse(array(Id), splitList(text));
    if (!read.success) {
        const wrong = read.issues.map((issue) => quote(String(issue.path?.[0].value)));
        return new InputError(`${wrong.join(', ')} is not an ID; use ${ID_FORMS}`);
    }
    return listedTwice(read.output) ?? read.output;
}
const serverIds = input((text) => {
    if (text !== '' && splitList(text).length === 0)
        return new InputError(`set the ID of the server, ${ID_FORMS}`);
    return readIds(text);
});
/** The output `snapshots`, as far as it is needed; a server without a snapshot has `null` (docs/contract.md, Outputs). */
const SnapshotsOutput = pipe(string(), parseJson(), array(object({ server_id: IdFromApi, snapshot_id: nullable(IdFromApi) })));
const NO_SNAPSHOT = new InputError("it contains no snapshot (did the snapshot step fail?). Set a snapshot ID, or for a rollback leave it empty, which restores this run's newest snapshot");
const snapshotIds = input((text) => {
    if (text === LATEST)
        return LATEST;
    if (!text.startsWith('[')) {
        const ids = readIds(text);
        if (ids instanceof InputError)
            return ids;
        return text === '' || ids.length > 0 ? ids.map((id) => ({ id })) : NO_SNAPSHOT;
    }
    const output = safeParse(SnapshotsOutput, text);
    if (!output.success)
        return new InputError('use snapshot IDs, or the `snapshots` output of this action unchanged');
    const named = output.output.flatMap(({ server_id: server, snapshot_id: id }) => id === null ? [] : [{ id, server }]);
    // Empty would mean this run's newest one, which nobody asks for who names a snapshot that does not exist.
    return listedTwice(named.map(({ id }) => id)) ?? (named.length > 0 ? named : NO_SNAPSHOT);
});
/** What to do if there is no token. */
const MISSING_TOKEN_HINT = 'set a VPS.org API token, usually from `secrets.VPS_API_TOKEN`. A secret is empty if its name is misspelled, if it belongs to an environment and the job has no `environment:`, and in workflows triggered from forks or by Dependabot';
/** @returns the token, or why no header can carry it; a token cut at a newline would be sent in part */
function readToken(text) {
    if (!/[^\x21-\x7e]|["']/u.test(text))
        return text;
    return new InputError('it must not contain spaces, newlines or quotes; paste the bare token, without "Bearer"');
}
const inputs_hidden = () => 'set but invalid';
const apiToken = input(readToken, inputs_hidden);
const nameTemplate = input((text) => {
    const template = text === '' ? '{sha}' : text;
    const unknown = unknownFields(template);
    if (unknown.length === 0)
        return template;
    return new InputError(`${unknown.map(quote).join(', ')} is not a field; use text and any of ${FIELD_LIST}`);
});
const series = input((text) => {
    if (text === '')
        return undefined;
    if ([...text].length <= MAX_SERIES_LENGTH && !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u.test(text))
        return text;
    return new InputError(`use at most ${MAX_SERIES_LENGTH} characters, without newlines and control characters`);
});
/** `localhost` and the addresses that never leave the machine: 127.0.0.0/8 and ::1. */
function isLoopback(hostname) {
    return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/u.test(hostname);
}
/** True for https, and for http that stays on this machine, without a user or a password. */
function isSafe(url) {
    const isEncrypted = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
    return isEncrypted && url.username === '' && url.password === '';
}
/** A URL as an error text shows it: without a user, a password, a query and a fragment that somebody put into it. */
function showUrl(text) {
    return quote(text.replace(/^(\w{1,20}:\/\/)?.*@/su, '$1***@').replace(/([?#]).*/su, '$1***'));
}
const apiUrl = input((text) => {
    const url = URL.parse(text === '' ? DEFAULT_API_URL : text);
    // The summary has commands for a shell with the address in single quotes.
    if (url && isSafe(url) && !/['?#]/u.test(url.href))
        return `${url.origin}${url.pathname.replace(/\/+$/u, '')}`;
    return new InputError('use an https URL without user, password, query, fragment and apostrophe, or http on a loopback address');
}, showUrl);
const healthCheckUrl = input((text) => {
    if (text === '')
        return undefined;
    const url = URL.parse(text);
    if (url && /^https?:$/u.test(url.protocol) && url.username === '' && url.password === '')
        return url.href;
    return new InputError('use an http or https URL without user and password, such as https://shop.example.com/health, or leave it empty');
}, showUrl);
const notifyUrl = input((text) => {
    if (text === '')
        return undefined;
    const url = URL.parse(text);
    if (url && isSafe(url))
        return url.href;
    return new InputError('use the https URL of a webhook, without user and password, or leave it empty');
}, inputs_hidden);
const rollbackOn = input((text) => {
    const words = splitList(text);
    const isKnown = words.every((word) => JOB_CONCLUSIONS.some((conclusion) => conclusion === word));
    if (isKnown)
        return JOB_CONCLUSIONS.filter((conclusion) => words.includes(conclusion));
    return new InputError('use failure, cancelled, or both, or leave it empty');
});
const inputs_text = input((given) => given);
/** Each input by the name that a workflow gives it. */
const Fields = object({
    mode: oneOf(MODES),
    server_id: serverIds,
    api_token: apiToken,
    snapshot_id: snapshotIds,
    snapshot_name: nameTemplate,
    description: inputs_text,
    series,
    wait: booleanInput(true),
    stop_server: booleanInput(false),
    timeout_minutes: durationMinutes(60),
    poll_interval_seconds: pollInterval,
    max_parallel: positiveInteger,
    on_limit: oneOf(['fail', 'replace_oldest']),
    on_rerun: oneOf(['reuse', 'create']),
    keep: positiveInteger,
    keep_daily: positiveInteger,
    keep_weekly: positiveInteger,
    rollback_if: condition,
    rollback_on: rollbackOn,
    delete_on_success: booleanInput(false),
    safety_snapshot: booleanInput(false),
    health_check_url: healthCheckUrl,
    health_check_text: inputs_text,
    health_check_timeout_minutes: durationMinutes(10),
    health_check_stable_minutes: optionalMinutes,
    notify_url: notifyUrl,
    commit_status: booleanInput(false),
    dry_run: booleanInput(false),
    api_url: apiUrl,
    github_token: inputs_text,
    job_status: oneOf(['success', ...JOB_CONCLUSIONS]),
    job_index: inputs_text,
});
/** The names of all inputs. */
const INPUT_NAMES = Object.keys(Fields.entries);
/** True if this mode takes a snapshot, or waits for one, and acts after the job. */
function isSnapshotStep({ mode }) {
    return mode === 'snapshot' || mode === 'wait';
}
/** The inputs that make up the retention policy and are set. */
function retentionInputs({ keep, keep_daily, keep_weekly }) {
    return Object.entries({ keep, keep_daily, keep_weekly }).flatMap(([name, count]) => count === undefined ? [] : name);
}
/**
 * The most snapshots that a retention policy keeps. One snapshot can count for several rules: the newest one is also the
 * newest of its day and of its week.
 */
function maxRetained({ keep = 0, keep_daily: daily = 0, keep_weekly: weekly = 0 }) {
    const moreByDay = daily - (keep > 0 && daily > 0 ? 1 : 0);
    const moreByWeek = weekly - (keep + daily > 0 && weekly > 0 ? 1 : 0);
    return keep + moreByDay + moreByWeek;
}
/** The rules that the inputs obey together; each is checked if the inputs that it needs are valid. */
const Together = pipe(Fields, forward(partialCheck([['mode'], ['server_id']], ({ mode, server_id }) => mode === 'check' || server_id.length > 0, `is empty: set the ID of the server, ${ID_FORMS}, or several`), ['server_id']), forward(partialCheck([['mode'], ['snapshot_id']], ({ mode, snapshot_id }) => !(mode === 'wait' || mode === 'delete') || snapshot_id.length > 0, ({ input: { mode } }) => mode === 'wait'
    ? 'is empty: `mode: wait` needs the snapshot ID from the step that started the snapshot'
    : 'is empty: `mode: delete` deletes only the snapshots listed here'), ['snapshot_id']), forward(partialCheck([['mode'], ['snapshot_id']], ({ mode, snapshot_id }) => !(mode === 'wait' || mode === 'delete') || snapshot_id !== LATEST, ({ input: { mode } }) => `is "latest", which only \`mode: rollback\` accepts: set IDs for \`mode: ${mode}\``), ['snapshot_id']), forward(partialCheck([['mode'], ['keep'], ['keep_daily'], ['keep_weekly']], (inputs) => inputs.mode !== 'prune' || retentionInputs(inputs).length > 0, 'is empty: `mode: prune` requires it, or keep_daily or keep_weekly: the number of snapshots to keep'), ['keep']), partialCheck([['mode'], ['on_limit'], ['keep'], ['keep_daily'], ['keep_weekly']], (inputs) => !isSnapshotStep(inputs) || inputs.on_limit !== 'fail' || maxRetained(inputs) < SNAPSHOT_LIMIT, ({ input: inputs }) => `${retentionInputs(inputs).join(', ')}: no room is left for the next snapshot, as up to ${maxRetained(inputs)} are kept and a server can have ${SNAPSHOT_LIMIT}. Keep at most ${SNAPSHOT_LIMIT - 1}, or set \`on_limit: replace_oldest\``), forward(partialCheck([['mode'], ['delete_on_success'], ['keep'], ['keep_daily'], ['keep_weekly']], (inputs) => !isSnapshotStep(inputs) || !inputs.delete_on_success || maxRetained(inputs) !== 1, ({ input: inputs }) => `cannot be true with ${retentionInputs(inputs).join(', ')} at 1: the older snapshots are deleted, and then the only one left. Keep at least 2, or leave delete_on_success at false`), ['delete_on_success']), forward(partialCheck([['mode'], ['wait'], ['keep'], ['keep_daily'], ['keep_weekly']], (inputs) => inputs.mode !== 'snapshot' || inputs.wait || retentionInputs(inputs).length === 0, ({ input: inputs }) => `cannot be false with ${retentionInputs(inputs).join(', ')}: older snapshots are deleted only after the new one has completed. Set it on the \`mode: wait\` step`), ['wait']), forward(partialCheck([['mode'], ['wait'], ['stop_server']], (inputs) => inputs.mode !== 'snapshot' || inputs.wait || !inputs.stop_server, 'cannot be false with stop_server: the server is started again only after the snapshot has completed'), ['wait']), forward(partialCheck([['mode'], ['wait'], ['rollback_on']], (inputs) => inputs.mode !== 'snapshot' || inputs.wait || inputs.rollback_on.length === 0, 'cannot be false with rollback_on: a rollback needs a completed snapshot. Set rollback_on on the `mode: wait` step'), ['wait']), forward(partialCheck([['mode'], ['wait']], ({ mode, wait }) => mode !== 'rollback' || wait, 'cannot be false in a rollback, which is finished only when the server is active again'), ['wait']), forward(partialCheck([['mode'], ['series']], (inputs) => !isSnapshotStep(inputs) || inputs.series !== RESERVED_SERIES, `cannot be "${RESERVED_SERIES}", which is reserved for the snapshots that safety_snapshot takes: use another name`), ['series']), forward(partialCheck([['mode'], ['health_check_url']], ({ mode, health_check_url }) => mode !== 'check' || health_check_url !== undefined, 'is empty: `mode: check` requires the URL to check'), ['health_check_url']), forward(partialCheck([['mode'], ['health_check_url'], ['health_check_text']], 
// In a snapshot step the URL may become known only by the deploy.
({ mode, health_check_url, health_check_text }) => mode !== 'rollback' || health_check_text === '' || health_check_url !== undefined, 'is set, but health_check_url is empty: set the URL whose body must contain the text'), ['health_check_text']));
/** The rules of the step itself: only after the job can the token be missing. */
const InStep = pipe(Together, forward(partialCheck([['mode'], ['api_token']], ({ mode, api_token }) => mode === 'check' || api_token !== '', `is empty: ${MISSING_TOKEN_HINT}`), ['api_token']));
function toInputs(fields) {
    return {
        mode: fields.mode,
        serverIds: fields.server_id,
        apiToken: fields.api_token,
        snapshotIds: fields.snapshot_id === LATEST ? [] : fields.snapshot_id,
        latest: fields.snapshot_id === LATEST,
        snapshotName: fields.snapshot_name,
        description: fields.description,
        series: fields.series,
        wait: fields.wait,
        stopServer: fields.stop_server,
        timeoutMs: fields.timeout_minutes,
        pollIntervalMs: fields.poll_interval_seconds,
        maxParallel: fields.max_parallel,
        onLimit: fields.on_limit,
        onRerun: fields.on_rerun,
        keep: fields.keep,
        keepDaily: fields.keep_daily,
        keepWeekly: fields.keep_weekly,
        rollbackIf: fields.rollback_if,
        rollbackOn: fields.rollback_on,
        deleteOnSuccess: fields.delete_on_success,
        safetySnapshot: fields.safety_snapshot,
        healthCheckUrl: fields.health_check_url,
        healthCheckText: fields.health_check_text,
        healthCheckTimeoutMs: fields.health_check_timeout_minutes,
        healthCheckStableMs: fields.health_check_stable_minutes ?? (fields.mode === 'check' ? DEFAULT_STABLE_MS : 0),
        notifyUrl: fields.notify_url,
        commitStatus: fields.commit_status,
        dryRun: fields.dry_run,
        apiUrl: fields.api_url,
        githubToken: fields.github_token,
        jobStatus: fields.job_status,
        jobIndex: fields.job_index,
    };
}
/** Each problem as a line that starts with the name of its input. */
function problemsOf(issues) {
    return issues.map((issue) => [getDotPath(issue) ?? [], issue.message].flat().join(' '));
}
function throwInvalid(issues) {
    throw new ActionError({
        summary: `${issues.length} invalid input${issues.length === 1 ? '' : 's'}:`,
        state: problemsOf(issues).map((problem) => `  ${problem}`),
        hint: 'No request was sent. Fix the inputs under `with:` in your workflow.',
    });
}
/**
 * Turns the texts of the inputs into one typed object (docs/contract.md, Inputs).
 * @param rawInputs a missing one counts as empty
 * @throws ActionError listing every problem at once, with what was given (never a secret) and what to write instead
 */
function parseInputs(rawInputs) {
    const result = safeParse(InStep, rawInputs);
    return result.success ? toInputs(result.output) : throwInvalid(result.issues);
}
/** Never saved for the time after the job. */
const SECRET_INPUTS = ['api_token', 'github_token', 'notify_url'];
/**
 * Inputs that are read again after the job: secrets, and what may be known only then. All others are as the step read
 * them (docs/contract.md, After the job).
 */
const REREAD_IN_POST = [
    ...SECRET_INPUTS,
    'job_status',
    'rollback_if',
    'rollback_on',
    'delete_on_success',
    'safety_snapshot',
    'health_check_url',
    'health_check_text',
    'health_check_timeout_minutes',
    'health_check_stable_minutes',
    'commit_status',
];
/**
 * The inputs after the job. What is read again and is invalid only now must not prevent a rollback: the value that the
 * step had is used. A missing token is no problem before there is work to do.
 * @param saved the inputs as the step read them, without secrets; they were valid then
 * @param current the inputs as the runner evaluates them now
 * @returns the inputs, and a sentence for each value that could not be used
 * @throws ActionError only if the saved inputs themselves are invalid
 */
function parseInputsAfterJob(saved, current) {
    const problems = [];
    const start = safeParse(Together, saved);
    if (!start.success)
        return throwInvalid(start.issues);
    let fields = start.output;
    let raw = saved;
    for (const name of REREAD_IN_POST) {
        const candidate = { ...raw, [name]: current[name] ?? '' };
        const result = safeParse(Together, candidate);
        if (result.success) {
            raw = candidate;
            fields = result.output;
        }
        else if (name !== 'job_status') {
            const instead = SECRET_INPUTS.includes(name) ? 'It is not used.' : 'The value that the step had is used instead.';
            problems.push(`After the job, ${problemsOf(result.issues).join('; ')}. ${instead}`);
        }
    }
    const inputs = toInputs(fields);
    const status = current.job_status ?? '';
    if (status !== '' && raw.job_status === status)
        return { inputs, problems };
    problems.push(`After the job, job_status is ${quote(status)}, so it is unknown whether the job failed. rollback_on and delete_on_success do nothing. Do not set job_status.`);
    return { inputs: { ...inputs, jobStatus: 'success', deleteOnSuccess: false }, problems };
}
const SNAPSHOT_STEPS = ['snapshot', 'wait'];
const WITH_ROLLBACK = [...SNAPSHOT_STEPS, 'rollback'];
const WITH_HEALTH_CHECK = [...WITH_ROLLBACK, 'check'];
/** The modes in which an input has an effect; those that are not here have one in every mode, or are internal. */
const EFFECTIVE_IN = new Map([
    ['server_id', MODES.filter((mode) => mode !== 'check')],
    ['snapshot_id', ['wait', 'rollback', 'delete']],
    ['snapshot_name', ['snapshot']],
    ['description', ['snapshot']],
    ['series', ['snapshot', 'rollback', 'prune']],
    ['wait', ['snapshot', 'rollback']],
    ['stop_server', ['snapshot']],
    ['timeout_minutes', MODES.filter((mode) => mode !== 'check')],
    ['poll_interval_seconds', WITH_HEALTH_CHECK],
    ['max_parallel', MODES.filter((mode) => mode !== 'check')],
    // In `mode: wait` it says that retention need leave no room.
    ['on_limit', SNAPSHOT_STEPS],
    ['on_rerun', ['snapshot']],
    ['keep', [...SNAPSHOT_STEPS, 'prune']],
    ['keep_daily', [...SNAPSHOT_STEPS, 'prune']],
    ['keep_weekly', [...SNAPSHOT_STEPS, 'prune']],
    ['rollback_if', SNAPSHOT_STEPS],
    ['rollback_on', SNAPSHOT_STEPS],
    ['delete_on_success', SNAPSHOT_STEPS],
    ['safety_snapshot', WITH_ROLLBACK],
    ['health_check_url', WITH_HEALTH_CHECK],
    ['health_check_text', WITH_HEALTH_CHECK],
    ['health_check_timeout_minutes', WITH_HEALTH_CHECK],
    ['health_check_stable_minutes', WITH_HEALTH_CHECK],
    ['notify_url', WITH_ROLLBACK],
    ['commit_status', WITH_ROLLBACK],
    ['api_url', MODES.filter((mode) => mode !== 'check')],
]);
/** The defaults of action.yml that are not empty, of the inputs in `EFFECTIVE_IN`. */
const DEFAULTS = new Map([
    ['snapshot_name', '{sha}'],
    ['wait', 'true'],
    ['stop_server', 'false'],
    ['timeout_minutes', '60'],
    ['on_limit', 'fail'],
    ['on_rerun', 'reuse'],
    ['rollback_if', 'false'],
    ['delete_on_success', 'false'],
    ['safety_snapshot', 'false'],
    ['health_check_timeout_minutes', '10'],
    ['commit_status', 'false'],
    ['api_url', DEFAULT_API_URL],
]);
/** The names of the inputs that were set to something else than their default and have no effect in this mode. */
function unusedInputs(rawInputs, mode) {
    return [...EFFECTIVE_IN].flatMap(([name, modes]) => {
        const given = (rawInputs[name] ?? '').trim();
        const isSet = given !== '' && given.toLowerCase() !== DEFAULTS.get(name);
        return isSet && !modes.includes(mode) ? name : [];
    });
}

;// CONCATENATED MODULE: ./lib/format.js

const SECOND_MS = 1000;
const format_MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * format_MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** From here on an age or a duration is given in days. */
const DAYS_FROM_MS = 2 * DAY_MS;
/** A duration for people, such as `6 min 12 s`, `1 h 30 min` or `3 d 4 h`. */
function formatDuration(ms) {
    const seconds = Math.round(ms / SECOND_MS);
    if (seconds < 60)
        return `${ms < 9950 ? (ms / SECOND_MS).toFixed(1) : seconds} s`;
    const minutes = Math.floor(seconds / 60);
    if (minutes < 60)
        return `${minutes} min ${seconds % 60} s`;
    const hours = Math.floor(minutes / 60);
    if (hours < 48)
        return `${hours} h ${minutes % 60} min`;
    return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}
/** A duration in one unit, such as `14 min`, for sentences in which seconds do not matter. */
function formatRoughDuration(ms) {
    if (ms < format_MINUTE_MS)
        return `${Math.max(0, Math.round(ms / SECOND_MS))} s`;
    if (ms < HOUR_MS)
        return `${Math.floor(ms / format_MINUTE_MS)} min`;
    return ms < DAYS_FROM_MS ? `${Math.round(ms / HOUR_MS)} h` : `${Math.round(ms / DAY_MS)} d`;
}
/**
 * How long ago something was created, such as `3 d ago`.
 * @param createdAtMs milliseconds since the epoch; `undefined` if the API shows no readable time
 */
function formatAge(createdAtMs, nowMs) {
    if (createdAtMs === undefined)
        return 'of unknown age';
    const ms = nowMs - createdAtMs;
    if (ms < HOUR_MS)
        return `${Math.max(0, Math.round(ms / format_MINUTE_MS))} min ago`;
    return ms < DAYS_FROM_MS ? `${Math.round(ms / HOUR_MS)} h ago` : `${Math.round(ms / DAY_MS)} d ago`;
}
/** A size such as `5,120 MB`; `size unknown` if the API shows none. */
function formatSize(mb) {
    return mb === null ? 'size unknown' : `${mb.toLocaleString('en-US')} MB`;
}
/** A number with its noun, such as `1 server` or `3 servers`. */
function pluralize(count, noun) {
    return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;
}
/** Servers for a title, such as `server 1`, `servers 1, 2`, or `20 servers` if the list would be too long. */
function formatServers(ids) {
    if (ids.length > 5)
        return pluralize(ids.length, 'server');
    return `server${ids.length === 1 ? '' : 's'} ${ids.join(', ')}`;
}
const BAR_LENGTH = 20;
/**
 * A sign of life during a long wait, with a bar that is full at the longest usual duration:
 * `  ██░░… 36 s elapsed, status: in_progress (usually takes 3–15 min)`.
 * @param state what is being waited for, as it is now, such as `status: in_progress` or `12 of 20 completed`
 */
function progressBar(elapsedMs, { words, maxMs }, state) {
    const full = Math.min(BAR_LENGTH, Math.round((BAR_LENGTH * elapsedMs) / maxMs));
    const bar = `${'█'.repeat(full)}${'░'.repeat(BAR_LENGTH - full)}`;
    return `  ${bar} ${formatDuration(elapsedMs)} elapsed, ${sanitizeLine(state)} (usually takes ${words})`;
}
/** A time as the API and the outputs write it, such as `2025-01-16T12:00:00Z`. */
function format_isoTime(ms) {
    return new Date(ms).toISOString().replace(/\.\d+Z$/u, 'Z');
}
/** A time of day, such as `18:52 UTC`. */
function clockTime(ms) {
    return `${format_isoTime(ms).slice(-9, -4)} UTC`;
}
/** From here on a time of day alone would be ambiguous. */
const SAME_DAY_MS = 12 * HOUR_MS;
/**
 * What a restore discards, such as `writes since 14:03:10 UTC (16 min 45 s)`.
 * @param createdAtMs of the snapshot, in milliseconds since the epoch; `undefined` if it is unknown
 * @param discardedMs from then to the restore; `undefined` if it is unknown
 */
function formatDiscarded(createdAtMs, discardedMs) {
    if (createdAtMs === undefined)
        return 'all writes since the snapshot was taken, at an unknown time';
    const dateAndTime = `${format_isoTime(createdAtMs).slice(0, -1).replace('T', ' ')} UTC`;
    if (discardedMs === undefined)
        return `writes since ${dateAndTime}`;
    const since = discardedMs < SAME_DAY_MS ? dateAndTime.slice(-'14:03:10 UTC'.length) : dateAndTime;
    return `writes since ${since} (${formatDuration(discardedMs)})`;
}
/** The time of day, or the date and time if the day is not clear after `agoMs` milliseconds. */
function formatTimeBefore(ms, agoMs) {
    return agoMs < SAME_DAY_MS ? clockTime(ms) : `${dateTime(ms)} UTC`;
}
/** A date and time in UTC for a table, such as `2025-01-16 18:52`. */
function dateTime(ms) {
    return format_isoTime(ms).slice(0, -4).replace('T', ' ');
}
/** Replaces each commit SHA of 40 digits in a name by its first 7: with all of them a line does not fit the page. */
function shortSha(name) {
    return name.replace(/(?<![0-9a-f])[0-9a-f]{40}(?![0-9a-f])/giu, (sha) => sha.slice(0, 7));
}
/** The text as the start of a sentence. */
function capitalize(text) {
    return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

;// CONCATENATED MODULE: ./lib/vps/exchange.js
/** The request as a person names it, such as `POST /snapshots/`: without query, host or body. */
function requestName({ method, path }) {
    return `${method} ${path}`;
}
/** The path of a request, with its query. */
function pathOf({ path, query }) {
    return query?.size ? `${path}?${query}` : path;
}

;// CONCATENATED MODULE: ./lib/vps/errors.js




/** The longest part of a body that is looked at for the API's message, in characters. */
const MAX_BODY_LENGTH = 4096;
/** The longest message of the API that an error repeats, in characters. */
const MAX_DETAIL_LENGTH = 300;
/** The API returned an error: its status, its own message, and one next step. */
class ApiError extends Error {
    status;
    /** The API's own message, on one line. */
    detail;
    /** Milliseconds after which the API wants to be asked again, if it said so. */
    retryAfterMs;
    constructor(request, response, retryAfterMs) {
        const detail = detailOf(response.body);
        super(`${requestName(request)} returned ${response.status}${detail && `: ${detail}`}`);
        this.name = new.target.name;
        this.status = response.status;
        this.detail = detail;
        this.retryAfterMs = retryAfterMs;
    }
}
/** 400: the parameters are invalid, the limit is reached, or the server is in no state for it. */
class BadRequestError extends ApiError {
    hint = 'Fix the problem reported by the API above.';
}
/** 401: the token is missing, wrong or revoked. */
class UnauthorizedError extends ApiError {
    hint = 'Check api_token: it must be an active token of this VPS.org account. Secrets are not passed to workflows triggered from forks.';
}
/** 403: the token lacks the permission. */
class ForbiddenError extends ApiError {
    hint = 'Give the token the permission servers:*, or use one that has it.';
}
/** 404: it does not exist for this token. */
class NotFoundError extends ApiError {
    hint = 'Check the ID, and that the token belongs to the account that owns it.';
}
/** 405: the API has no such call. */
class MethodNotAllowedError extends ApiError {
    hint = 'Check api_url: this API has no such call.';
}
/** 409 and 423: what is asked for has to wait for something else. */
class BusyError extends ApiError {
    hint = 'The server is busy. Re-run the job later.';
}
/** 408, 425, 429 and 5xx: it may be different the next time. */
class TransientError extends ApiError {
    hint = 'The API is busy or failing. Re-run the job later.';
}
/** A redirect, which is not followed: it would repeat or change the request elsewhere. */
class RedirectError extends ApiError {
    hint = 'Check api_url: the API must respond there itself, without a redirect.';
}
/** Any other status. */
class UnexpectedStatusError extends ApiError {
    hint = 'Check api_url: the VPS.org API does not return this.';
}
/** There was no response: the connection failed, broke, or timed out. */
class RequestError extends Error {
    hint = 'Check that the runner can reach api_url, then re-run the job.';
    /** False if the request surely never reached the API, so that nothing can have been applied. */
    sent;
    constructor(request, reason, sent, cause) {
        super(`${requestName(request)} got no response: ${reason}`, { cause });
        this.name = new.target.name;
        this.sent = sent;
    }
}
/** The API's certificate is not trusted: nothing was sent, and a retry does not help. */
class CertificateError extends RequestError {
    hint = 'Check the certificate of api_url; behind a TLS-inspecting proxy, set NODE_EXTRA_CA_CERTS to its CA certificate.';
    constructor(request, code, cause) {
        super(request, `its certificate is not trusted (${code})`, false, cause);
    }
}
/** A success status with a body that the API does not return: cut off, a proxy's page, another shape, too large. */
class InvalidResponseError extends Error {
    hint = 'Check api_url and any proxy in between. If both are correct, the API may have changed.';
    constructor(request, reason) {
        super(`${requestName(request)} returned an unreadable response: ${reason}`);
        this.name = 'InvalidResponseError';
    }
}
/** Tells the API's errors from defects of this code. */
function isCallError(error) {
    return error instanceof ApiError || error instanceof RequestError || error instanceof InvalidResponseError;
}
/** True for 401 and 403: a retry does not help. */
function isRefusal(error) {
    return error instanceof UnauthorizedError || error instanceof ForbiddenError;
}
/** True for the 404 of Django REST Framework for a page after the last one of a list. */
function isInvalidPage(error) {
    return error instanceof NotFoundError && /\binvalid page\b/iu.test(error.detail);
}
/** True for 429. */
function isRateLimit(error) {
    return error instanceof TransientError && error.status === 429;
}
/** True for what may be different the next time (docs/contract.md, Retries and polling). */
function isTransient(error) {
    if (error instanceof TransientError || error instanceof BusyError)
        return true;
    if (error instanceof CertificateError)
        return false;
    return error instanceof RequestError || error instanceof InvalidResponseError;
}
const TRANSIENT = [408, 425, 429];
const BUSY = [409, 423];
/** The error for a response whose status is none of success. */
function errorFor(request, response, retryAfterMs) {
    const { status } = response;
    if (status === 400)
        return new BadRequestError(request, response);
    if (status === 401)
        return new UnauthorizedError(request, response);
    if (status === 403)
        return new ForbiddenError(request, response);
    if (status === 404)
        return new NotFoundError(request, response);
    if (status === 405)
        return new MethodNotAllowedError(request, response);
    if (BUSY.includes(status))
        return new BusyError(request, response, retryAfterMs);
    if (status >= 300 && status < 400)
        return new RedirectError(request, response);
    if (status >= 500 || TRANSIENT.includes(status))
        return new TransientError(request, response, retryAfterMs);
    return new UnexpectedStatusError(request, response);
}
/**
 * The ActionError that an error of the API comes to.
 * @param doing what failed, as the start of a sentence
 * @param state what is known of the server then
 * @returns the error itself if it already is one
 * @throws anything else as it is: a cancelled job, or a defect of the action
 */
function toActionError(error, doing, state) {
    if (error instanceof ActionError)
        return error;
    if (!isCallError(error))
        throw error;
    const summary = withFullStop(`${doing} failed: ${error.message}`);
    return new ActionError({ summary, hint: error.hint, ...(state === undefined ? {} : { state }) }, error);
}
const Message = union([
    string(),
    pipe(array(string()), transform((all) => all.join(' '))),
]);
const ErrorBody = union([
    pipe(array(string()), transform((all) => ({ detail: all.join(' ') }))),
    record(string(), fallback(Message, '')),
]);
const GENERAL = ['detail', 'error', 'message', 'non_field_errors'];
/**
 * The API's own message in the body of an error, on one line: `detail`, `error`, `message` or fields of Django REST
 * Framework, plain text, or the text of an HTML page (docs/api.md, Errors). The body is cut before anything looks at it.
 */
function detailOf(body) {
    const start = body.slice(0, MAX_BODY_LENGTH);
    const json = safeParse(pipe(string(), parseJson(), ErrorBody), start);
    const fields = json.success ? Object.entries(json.output).filter(([, text]) => text !== '') : [];
    const messages = [
        ...fields.filter(([key]) => GENERAL.includes(key)).map(([, text]) => text),
        ...fields.filter(([key]) => !GENERAL.includes(key)).map((field) => field.join(': ')),
    ];
    const text = messages.length > 0 ? messages.join('; ') : textOfPage(start);
    return truncate(sanitizeLine(text).replace(/\s+/gu, ' ').trim(), MAX_DETAIL_LENGTH);
}
function textOfPage(html) {
    return html.replace(/<(script|style)\b[\s\S]*?(?:<\/\1\s*>|$)|<[^<>]*>/giu, ' ');
}

;// CONCATENATED MODULE: ./lib/polling/poller.js

/** The log shows a sign of life this often (docs/contract.md, Log and summary). */
const PROGRESS_MS = 30_000;
/** A 404 or a redirect of a list that worked before is tolerated this many times in a row. */
const MAX_MISDIRECTED = 3;
/**
 * Polls for as many waiters as there are: each reading serves them all, and each has its own timeout (docs/contract.md,
 * Retries and polling). A poll is one reading, never repeated: the next poll is the retry, and `Retry-After` delays it.
 */
class Poller {
    #options;
    #context;
    #waiters = new Set();
    #isRunning = false;
    #wake = new AbortController();
    #misdirected = 0;
    constructor(options, context) {
        this.#options = options;
        this.#context = context;
    }
    /**
     * Waits until a reading satisfies `isDone`.
     * @returns false if the deadline passes first
     * @throws errors of the API that are not transient, 401 and 403 among them; the reason of the abort
     */
    async until(isDone, deadline) {
        return await new Promise((resolve, reject) => {
            const joinedMs = this.#context.clock.monotonicMs();
            const nextReadMs = joinedMs + this.#options.schedule(0);
            this.#waiters.add({ isDone, deadline, joinedMs, nextReadMs, resolve, reject });
            if (this.#isRunning)
                this.#wake.abort();
            else
                void this.#run();
        });
    }
    async #run() {
        const { clock } = this.#context;
        const startedMs = clock.monotonicMs();
        let nextProgressMs = PROGRESS_MS;
        this.#isRunning = true;
        try {
            while (this.#waiters.size > 0) {
                if (await this.#sleepUntilDue())
                    await this.#poll();
                const waitedMs = clock.monotonicMs() - startedMs;
                if (this.#waiters.size > 0 && waitedMs >= nextProgressMs) {
                    this.#options.onProgress(waitedMs);
                    nextProgressMs = waitedMs - (waitedMs % PROGRESS_MS) + PROGRESS_MS;
                }
            }
        }
        catch (error) {
            for (const waiter of this.#waiters)
                waiter.reject(error);
            this.#waiters.clear();
        }
        finally {
            this.#isRunning = false;
        }
    }
    /** @returns false if a new waiter has changed what is due */
    async #sleepUntilDue() {
        const { clock, signal } = this.#context;
        const nowMs = clock.monotonicMs();
        const dueMs = Math.min(...[...this.#waiters].map(({ nextReadMs, deadline }) => Math.min(nextReadMs, nowMs + deadline.leftMs())));
        this.#wake = new AbortController();
        try {
            await clock.sleep(Math.max(0, dueMs - nowMs), AbortSignal.any([signal, this.#wake.signal]));
            return true;
        }
        catch (error) {
            signal.throwIfAborted();
            if (this.#wake.signal.aborted)
                return false;
            throw error;
        }
    }
    async #poll() {
        const { clock, signal } = this.#context;
        const requestedMs = clock.monotonicMs();
        let retryAfterMs = 0;
        try {
            const reading = await this.#options.read(this.#longestDeadline());
            this.#misdirected = 0;
            this.#serve(reading, requestedMs);
        }
        catch (error) {
            signal.throwIfAborted();
            if (!this.#isTolerated(error))
                throw error;
            retryAfterMs = error instanceof ApiError ? (error.retryAfterMs ?? 0) : 0;
            this.#options.onError(error);
        }
        const nowMs = clock.monotonicMs();
        for (const waiter of this.#waiters) {
            waiter.nextReadMs = nowMs + Math.max(retryAfterMs, this.#options.schedule(nowMs - waiter.joinedMs));
            if (waiter.deadline.leftMs() === 0)
                this.#settle(waiter, false);
        }
    }
    #serve(reading, requestedMs) {
        const nowMs = this.#context.clock.monotonicMs();
        for (const waiter of this.#waiters) {
            const { isDone, joinedMs } = waiter;
            // A reading from before the wait proves nothing for it.
            if (requestedMs < joinedMs)
                continue;
            const times = { waitedMs: nowMs - joinedMs, requestedMs: requestedMs - joinedMs };
            if (isDone(reading, times))
                this.#settle(waiter, true);
        }
    }
    #settle(waiter, isDone) {
        this.#waiters.delete(waiter);
        waiter.resolve(isDone);
    }
    #isTolerated(error) {
        if (isTransient(error))
            return true;
        if (!(error instanceof NotFoundError || error instanceof RedirectError))
            return false;
        this.#misdirected += 1;
        return this.#misdirected <= MAX_MISDIRECTED;
    }
    #longestDeadline() {
        const [first, ...rest] = [...this.#waiters].map(({ deadline }) => deadline);
        if (!first)
            throw new Error('A poll needs a waiter');
        return rest.reduce((longest, deadline) => (deadline.leftMs() > longest.leftMs() ? deadline : longest), first);
    }
}

;// CONCATENATED MODULE: ./lib/health/check.js





/** A probe, its redirects included, takes at most this long, in milliseconds. */
const PROBE_MS = 10_000;
/** The last probe before the timeout still gets this long, in milliseconds. */
const LAST_PROBE_MS = 2000;
const REDIRECTS = [301, 302, 303, 307, 308];
const MAX_REDIRECTS = 5;
/**
 * Polls `health_check_url` until it returns 2xx with the text in its body, and has kept doing so for `stableMs`
 * (docs/contract.md, Health check). The API token is not sent.
 * @throws the reason of the abort
 */
async function checkHealth(check, probe) {
    const { context, schedule, log } = probe;
    const { clock } = context;
    const startedMs = clock.monotonicMs();
    const deadline = new Deadline(clock, check.timeoutMs + check.stableMs);
    let lastResult = 'no response yet';
    let healthySinceMs;
    const isStable = ({ isHealthy, result }, requestedMs) => {
        if (result !== lastResult)
            log(`  health check: ${isHealthy ? '✓ healthy' : result}`);
        lastResult = result;
        if (!isHealthy)
            healthySinceMs = undefined;
        else
            healthySinceMs ??= requestedMs;
        return healthySinceMs !== undefined && requestedMs - healthySinceMs >= check.stableMs;
    };
    const read = () => probeOnce(check, probe, Math.max(LAST_PROBE_MS, Math.min(PROBE_MS, deadline.leftMs())));
    const poller = new Poller({
        read,
        schedule,
        onProgress: (waitedMs) => log(`  health check: ${formatDuration(waitedMs)} elapsed, last result: ${lastResult}`),
        onError: () => undefined,
    }, context);
    const isHealthy = isStable(await read(), 0) ||
        (await poller.until((result, { requestedMs }) => isStable(result, requestedMs), deadline));
    return { isHealthy, lastResult, durationMs: clock.monotonicMs() - startedMs };
}
/**
 * Probes `health_check_url` once.
 * @returns whether it is healthy, and what it returned
 * @throws the reason of the abort
 */
async function probeOnce({ url, text }, { http, context }, timeoutMs = PROBE_MS) {
    try {
        const response = await follow(url, http, new Deadline(context.clock, timeoutMs));
        if (typeof response === 'string')
            return { isHealthy: false, result: response };
        const { status, body } = response;
        if (status < 200 || status >= 300)
            return { isHealthy: false, result: `it returned ${status}` };
        if (!body.includes(text)) {
            return { isHealthy: false, result: `it returned ${status} without the text ${quote(text)}` };
        }
        return { isHealthy: true, result: String(status) };
    }
    catch (error) {
        context.signal.throwIfAborted();
        return { isHealthy: false, result: `no response: ${errorMessage(error)}` };
    }
}
/** @returns the response after redirects on the same host, or why a redirect is not followed */
async function follow(url, http, deadline) {
    let at = new URL(url);
    for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
        const request = { method: 'GET', url: at.href, headers: { accept: '*/*' }, body: '' };
        const response = await http(request, Math.max(1, deadline.leftMs()));
        if (!REDIRECTS.includes(response.status))
            return response;
        const next = URL.parse(response.headers.location ?? '', at.href);
        if (!next)
            return response;
        if (!staysOnHost(at, next))
            return `it redirects to ${quote(next.host)}, another host, which is not followed`;
        at = next;
    }
    return `it redirects more than ${MAX_REDIRECTS} times`;
}
/** A redirect may change the path and switch to https; another host may be one that only the runner can reach. */
function staysOnHost(from, to) {
    if (to.hostname !== from.hostname || !['http:', 'https:'].includes(to.protocol))
        return false;
    return to.port === from.port || (from.port === '' && to.port === '');
}

;// CONCATENATED MODULE: ./lib/report/markdown.js


/** Markdown in which nothing from outside can act. Text becomes this only by `markdown`, which escapes it. */
class Markup {
    text;
    constructor(text) {
        this.text = text;
    }
}
/** Plain text is escaped, Markup stays as it is. */
function render(part) {
    return part instanceof Markup ? part.text : escapeMarkup(part);
}
/** A template of Markdown: what is filled in is escaped, unless it is Markup (docs/contract.md, What must never happen). */
function markdown(template, ...values) {
    return new Markup(String.raw({ raw: template }, ...values.map(render)));
}
/** An ID, a commit or a URL in the font of code. */
function code(text) {
    return markdown `<code>${text}</code>`;
}
/** A sentence of a message, in which text between backticks is shown as code. */
function prose(text) {
    const parts = text.split('`');
    const isCode = (index) => index % 2 === 1 && index < parts.length - 1;
    const rendered = parts.map((part, index) => {
        if (isCode(index))
            return code(part).text;
        // An odd backtick, the last one, has no partner and stays what it is.
        return `${index % 2 === 1 ? escapeMarkup('`') : ''}${escapeMarkup(part)}`;
    });
    return new Markup(rendered.join(''));
}
/** Parts of Markdown behind each other. */
function concat(parts, separator = '') {
    return new Markup(parts.map(render).join(separator));
}
/** Longest table in bytes: with a few of these, a summary stays below GitHub's limit of 1 MiB. */
const MAX_TABLE_BYTES = 150_000;
/** A table. Rows that would make it longer than 150,000 bytes are left out, and a line says how many they are. */
function table(columns, rows) {
    const line = (cells) => `| ${cells.join(' | ')} |`;
    const head = [line(columns.map((column) => column.head)), line(columns.map(({ align }) => (align ? '---:' : '---')))];
    let bytes = 0;
    const lines = [];
    for (const row of rows) {
        const rendered = line(row.map(render));
        bytes += Buffer.byteLength(rendered) + 1;
        if (bytes > MAX_TABLE_BYTES)
            break;
        lines.push(rendered);
    }
    const left = rows.length - lines.length;
    return joinSections([...head, ...lines].join('\n'), left > 0 ? `… and ${left.toLocaleString('en-US')} more. The log lists them all.` : '');
}
/** A block of code. Its content must consist of validated values only. */
function codeBlock(language, text) {
    return `\`\`\`${language}\n${text}\n\`\`\``;
}
/** A section that is folded until the reader opens it. */
function details(title, content) {
    return `<details><summary>${title.text}</summary>\n\n${content}\n\n</details>`;
}
/** An error of a fleet can have many lines, and long ones: this much is shown. */
const MAX_CAUTION_LINES = 60;
const MAX_CAUTION_LINE_LENGTH = 1000;
/** An error message in a box, of at most 60 lines with 1,000 characters each. Indented lines become a list. */
function cautionBlock(message) {
    const all = message.split('\n');
    const left = all.length - MAX_CAUTION_LINES;
    const lines = all.slice(0, MAX_CAUTION_LINES).map((line) => truncate(line, MAX_CAUTION_LINE_LENGTH));
    if (left > 0)
        lines.push(`… and ${pluralize(left, 'more line')}, which the log has.`);
    const content = lines.flatMap((line, index) => {
        if (line.startsWith('  '))
            return [`- ${prose(line.trim()).text}`];
        return index > 0 ? ['', prose(line).text] : [prose(line).text];
    });
    return ['[!CAUTION]', ...content].map((line) => `> ${line}`.trimEnd()).join('\n');
}
/** Sections with an empty line between them; those that are empty or missing are left out. */
function joinSections(...sections) {
    return sections
        .map((section) => (section instanceof Markup ? section.text : (section ?? '')))
        .filter((section) => section !== '')
        .join('\n\n');
}
/** A whole summary; the runner appends summaries of steps to each other, so it ends with an empty line. */
function page(...sections) {
    return `${joinSections(...sections)}\n\n`;
}

;// CONCATENATED MODULE: ./lib/report/cells.js



const SHA = /^[0-9a-f]{40}$/iu;
/** Names are cut in a table, in characters. */
const cells_MAX_NAME_LENGTH = 60;
/** Longest text of one error in a table, in characters. */
const MAX_ERROR_LENGTH = 1000;
/** A server in a table: its id, and its name if that is known. */
function serverCell({ key, name }) {
    return name === '' ? code(key) : markdown `${code(key)} ${truncate(name, cells_MAX_NAME_LENGTH)}`;
}
/** A snapshot in a table: its id, and the commit before whose deploy it was taken, or its name. */
function snapshotCell({ key, name }) {
    return name === '' ? code(key) : markdown `${code(key)} ${nameCell(name)}`;
}
/** The name of a snapshot. One named by a commit was taken before that was deployed. */
function nameCell(name) {
    if (SHA.test(name))
        return markdown `before ${code(shortSha(name))}`;
    return markdown `${truncate(shortSha(name), cells_MAX_NAME_LENGTH)}`;
}
/** When a snapshot was taken, in UTC, for a table. */
function takenCell({ createdAtMs }) {
    return createdAtMs === undefined ? 'unknown' : dateTime(createdAtMs);
}
/**
 * A failure in a table: what happened and what to do next.
 * @param subject what the row names already; it is left out at the start of the sentence
 */
function failureCell({ parts }, subject) {
    const { summary, hint } = parts;
    const isRepeated = summary.toLowerCase().startsWith(`${subject.toLowerCase()} `);
    const rest = isRepeated ? summary.slice(subject.length + 1) : summary;
    return prose(`${truncate(rest, MAX_ERROR_LENGTH)} ${hint}`);
}
/** The host and path of a URL, such as `shop.example.com/health`. The query stays out: it can have a secret. */
function displayUrl(url) {
    const { host, pathname } = new URL(url);
    return code(truncate(`${host}${pathname === '/' ? '' : pathname}`, cells_MAX_NAME_LENGTH));
}

;// CONCATENATED MODULE: ./lib/report/outputs.js
/** The values of several records in one output, separated by commas in the order of `server_id`. */
function joinOutputs(records, value) {
    return records.map(value).join(',');
}
/** The output `status`: `done` only if every status is, otherwise the first that is not (docs/contract.md, Outputs). */
function combineStatus(statuses, done) {
    return statuses.find((status) => status !== done) ?? statuses[0] ?? '';
}
/** The output `duration_seconds`. */
function toSeconds(ms) {
    return String(Math.round(ms / 1000));
}

;// CONCATENATED MODULE: ./lib/report/check-report.js




/** The outputs (docs/contract.md, Outputs). */
function checkOutputs({ healthy, durationMs }) {
    return { healthy: String(healthy), duration_seconds: toSeconds(durationMs) };
}
/** The summary of the step. */
function checkSummary({ url, healthy, lastResult, durationMs }) {
    const verdict = healthy ? '✅ VPS.org health check: healthy after' : '❌ VPS.org health check: not healthy within';
    return page(`### ${verdict} ${formatDuration(durationMs)}`, markdown `${displayUrl(url)}, last result: ${lastResult}`);
}

;// CONCATENATED MODULE: ./lib/modes/with-report.js


/** After a signal, servers that were stopped are told to start; that gets this long, in milliseconds. */
const CLEANUP_MS = 1600;
/** Sets the outputs that are known so far: a job that is cancelled later still has them. */
function setOutputs(report, { runner }) {
    for (const [name, value] of Object.entries(report.outputs()))
        runner.setOutput(name, value);
}
/**
 * Does the work of a mode and reports it, also if it is cancelled or breaks. The result stands outside the group of the
 * log, which GitHub collapses.
 * @throws ActionError if the work, or the work on one of the servers, failed
 */
async function withReport(report, task, work) {
    const failure = await outcome(report, task, work);
    setOutputs(report, task);
    task.runner.endGroup();
    if (!failure)
        task.runner.info(report.verdict());
    await task.runner.summary(report.summary(failure));
    if (failure)
        throw failure;
}
async function outcome(report, task, work) {
    const { clock, signal } = task.session.context;
    const working = work();
    try {
        await abortable(working, signal);
        return report.failure();
    }
    catch (error) {
        if (signal.aborted)
            await settledWithin(working, clock.sleep(CLEANUP_MS, new AbortController().signal));
        if (error instanceof ActionError)
            return error;
        const isCancelled = error instanceof CancelledError;
        return new ActionError({
            summary: isCancelled ? error.message : `Unexpected error in the action: ${errorMessage(error)}`,
            state: report.stateLines(),
            hint: isCancelled
                ? 'Operations already started on VPS.org continue. Re-run the job if you still want it.'
                : 'Check the servers in the VPS.org control panel, then report this with the log of the step.',
        }, error);
    }
}
async function settledWithin(work, timeout) {
    await Promise.race([work.catch(() => undefined), timeout]);
}

;// CONCATENATED MODULE: ./lib/modes/check.js





/**
 * Polls `health_check_url` until it has been healthy for long enough, so that a release which exits 0 and leaves the site
 * down fails the job (docs/contract.md, Health check).
 * @throws ActionError if it does not become healthy in time
 */
async function checkRelease(task) {
    const { inputs, run, session, runner, http } = task;
    const { healthCheckUrl: url = '' } = inputs;
    const text = inputs.healthCheckText.replaceAll('{sha}', run.sha);
    let result = { isHealthy: false, lastResult: 'not requested yet', durationMs: 0 };
    const data = () => ({ url, healthy: result.isHealthy, lastResult: result.lastResult, durationMs: result.durationMs });
    const report = {
        outputs: () => checkOutputs(data()),
        stateLines: () => [`Last result: ${result.lastResult}.`],
        failure: () => undefined,
        verdict: () => `✅ healthy for ${formatDuration(inputs.healthCheckStableMs)}: ${url}`,
        summary: () => checkSummary(data()),
    };
    await withReport(report, task, async () => {
        runner.group(`Health check of ${url}`);
        const check = { url, text, timeoutMs: inputs.healthCheckTimeoutMs, stableMs: inputs.healthCheckStableMs };
        const { context, schedule, log } = session;
        result = await checkHealth(check, { http, context, schedule, log });
        if (result.isHealthy)
            return;
        throw new ActionError({
            summary: `${url} was not healthy for ${formatDuration(check.stableMs)} within ${formatDuration(check.timeoutMs)}; last result: ${result.lastResult}.`,
            hint: 'The release is not healthy. Roll it back, or fix health_check_url or health_check_text if the check is wrong.',
        });
    });
}

;// CONCATENATED MODULE: ./lib/vps/describe.js


/** Longest name of a server in a line of text, in characters. */
const describe_MAX_NAME_LENGTH = 80;
/** A server for logs and errors, such as `server 12345 (web-1)`. */
function describeServer({ key, name }) {
    return name === '' ? `server ${key}` : `server ${key} (${truncate(sanitizeLine(name), describe_MAX_NAME_LENGTH)})`;
}
/** A snapshot without its server, such as `snapshot 801 "3f2a9c1"`. */
function nameSnapshot({ key, name }) {
    return name === '' ? `snapshot ${key}` : `snapshot ${key} ${quote(shortSha(name))}`;
}
/** A snapshot for logs and errors, such as `snapshot 801 "3f2a9c1" on server 12345 (web-1)`. */
function describeSnapshot(snapshot) {
    return `${nameSnapshot(snapshot)} on ${describeServer(snapshot.server)}`;
}

;// CONCATENATED MODULE: ./lib/report/failures.js


/** More successful ones than this are counted instead of listed. */
const MAX_LISTED = 10;
/**
 * The error of work on several things, which names the successful ones too. Work on a single thing has that one's own.
 * @param noun for one of them, such as `server`
 * @param predicate what is wrong, for one and for several, such as `['has no snapshot', 'have no snapshot']`
 * @returns `undefined` if none has failed
 */
function combineFailures(parts, noun, [singular, plural]) {
    const failures = parts.flatMap(({ failure }) => failure ?? []);
    const [first] = failures;
    if (!first || parts.length === 1)
        return first;
    const others = parts.flatMap(({ failure, label }) => (failure ? [] : label));
    return new ActionError({
        summary: `${failures.length} of ${pluralize(parts.length, noun)} ${failures.length === 1 ? singular : plural}.`,
        state: [...failures.map(({ message }) => message.replaceAll(/\n */gu, ' ')), ...othersLine(others, noun)],
        hint: first.parts.hint,
    }, first);
}
function othersLine(labels, noun) {
    if (labels.length === 0)
        return [];
    if (labels.length > MAX_LISTED)
        return [`The other ${pluralize(labels.length, noun)} succeeded.`];
    return [`Succeeded: ${labels.join(', ')}.`];
}

;// CONCATENATED MODULE: ./lib/report/delete-report.js








const TITLE = { delete: 'VPS.org delete', prune: 'VPS.org prune' };
/** The outputs, as far as they are known (docs/contract.md, Outputs). */
function deleteOutputs({ mode, records, gone }, { dryRun, durationMs }) {
    const duration_seconds = toSeconds(durationMs);
    if (mode === 'prune')
        return { pruned_ids: prunedIds(records, dryRun), duration_seconds };
    const statuses = records.map(({ stage }) => (stage === 'deleted' ? stage : ''));
    return {
        snapshot_id: [...records.map(({ target }) => target.key), ...gone].join(','),
        snapshot_name: joinOutputs(records, ({ target }) => allowedInName(target.name)),
        status: combineStatus([...statuses, ...gone.map(() => 'deleted')], 'deleted'),
        duration_seconds,
    };
}
/** The output `pruned_ids`: what was deleted, or in a dry run what would be. */
function prunedIds(records, dryRun) {
    const deleted = records.filter(({ stage }) => stage === 'deleted' || dryRun);
    return JSON.stringify(deleted.map(({ target }) => toJsonId(target.key)));
}
/** What is known of each snapshot, a sentence each, for an error that interrupts the work. */
function deleteStateLines({ records, gone }) {
    const lines = [...records.map(deleteStateLine), ...gone.map(goneLine)];
    return lines.length > 0 ? lines : ['Nothing was deleted.'];
}
/** What is known of one snapshot, in a sentence. */
function deleteStateLine({ target, stage, failure }) {
    if (failure)
        return failure.parts.summary;
    const subject = capitalize(describeSnapshot(target));
    if (stage === 'deleted')
        return `${subject} was deleted.`;
    return stage === 'checked' ? `${subject} was not deleted.` : `${subject} may have been deleted.`;
}
function goneLine(id) {
    return `Snapshot ${id} no longer exists.`;
}
/** What a dry run would do, a line each. */
function deletePlan({ records, decisions, gone }) {
    const decided = new Set(decisions.map(({ snapshot }) => snapshot.key));
    const lines = [
        ...records
            .filter(({ target }) => !decided.has(target.key))
            .map(({ target, reason }) => `Would delete ${describeSnapshot(target)}${reason && `: ${reason}`}`),
        ...decisions.map(decisionLine),
        ...gone.map(goneLine),
    ];
    return ['Dry run: only read requests were sent.', ...(lines.length > 0 ? lines : ['There is nothing to delete.'])];
}
/** Why a snapshot stays or goes, in a line. */
function decisionLine({ snapshot, stays, reason }) {
    return `Would ${stays ? 'keep' : 'delete'} ${describeSnapshot(snapshot)}: ${reason}`;
}
/** The failures of the snapshots as one error; `undefined` if there is none. */
function deleteFailure({ records }) {
    return combineFailures(records.map(({ target, failure }) => ({ failure, label: target.key })), 'snapshot', ['could not be deleted', 'could not be deleted']);
}
/**
 * The result in one line of the log.
 * @returns empty if a snapshot could not be deleted: the error says so, and only once
 */
function deleteVerdict(data, { dryRun }) {
    if (data.records.some(({ failure }) => failure))
        return '';
    if (dryRun)
        return '✅ dry run: nothing was changed';
    const [first, ...others] = data.records;
    return `✅ ${first && others.length === 0 ? `${describeSnapshot(first.target)} deleted` : verdict(data)}`;
}
/**
 * The summary of the step.
 * @param failure what the step ended with, if it failed
 */
function deleteSummary(data, { dryRun }, failure) {
    const { mode, records, decisions, gone } = data;
    const own = deleteFailure(data);
    const error = failure ?? own;
    return page(`### ${error ? '❌' : '✅'} ${TITLE[mode]}: ${headline(data, dryRun, error)}`, error && (records.length <= 1 || error.message !== own?.message) ? cautionBlock(error.message) : '', deleteSection(records, dryRun, false), gone.length > 0 ? markdown `No longer there: ${gone.join(', ')}` : '', dryRun ? decisionTable(decisions) : '');
}
function headline(data, dryRun, error) {
    const { records } = data;
    const failed = records.filter(({ failure }) => failure).length;
    if (!error)
        return dryRun ? 'dry run, nothing was changed' : verdict(data);
    return records.length > 1 && failed > 0
        ? `${failed} of ${pluralize(records.length, 'snapshot')} not deleted`
        : 'failed';
}
function verdict({ records }) {
    return records.length === 0 ? 'nothing to delete' : `${pluralize(records.length, 'snapshot')} deleted`;
}
const FAILURE_COLUMNS = [{ head: 'Server' }, { head: 'Snapshot' }, { head: 'Result' }];
const COLUMNS = [
    { head: 'Server' },
    { head: 'Snapshot' },
    { head: 'Taken (UTC)' },
    { head: 'Size', align: 'right' },
    { head: 'Result' },
];
/** More rows than this are folded. */
const MAX_OPEN_ROWS = 10;
/**
 * Deleted snapshots: the failures in a table, then the others.
 * @param isFolded folds the others however few they are
 * @returns empty if there is none
 */
function deleteSection(records, dryRun, isFolded) {
    const failures = records.flatMap(({ target, failure }) => failure ? [[...names(target), markdown `❌ ${failureCell(failure, describeSnapshot(target))}`]] : []);
    const others = records.filter(({ failure }) => !failure);
    const rows = others.map(({ target, reason, stage }) => [
        ...names(target),
        takenCell(target),
        formatSize(target.sizeMb),
        resultCell(stage, reason, dryRun),
    ]);
    const deleted = others.filter(({ stage }) => stage === 'deleted').length;
    const count = dryRun || deleted === others.length ? '' : `${deleted} of `;
    const title = `${count}${pluralize(others.length, 'snapshot')} ${dryRun ? 'would be deleted' : 'deleted'}`;
    const list = rows.length > 0 ? table(COLUMNS, rows) : '';
    return joinSections(failures.length > 0 ? table(FAILURE_COLUMNS, failures) : '', rows.length > (isFolded ? 0 : MAX_OPEN_ROWS) ? details(markdown `<b>${title}</b>`, list) : list);
}
function names({ server, ...snapshot }) {
    return [serverCell(server), snapshotCell(snapshot)];
}
function resultCell(stage, reason, dryRun) {
    const stages = { checked: 'not deleted', requested: 'unknown', deleted: 'deleted', failed: 'failed' };
    const result = dryRun ? 'would be deleted' : stages[stage];
    return reason === '' ? result : `${result}: ${reason}`;
}
const DECISION_COLUMNS = [
    { head: 'Server' },
    { head: 'Snapshot' },
    { head: 'Taken (UTC)' },
    { head: 'Retention' },
];
/** What retention would do with each snapshot, and why. Empty if there is none. */
function decisionTable(decisions) {
    if (decisions.length === 0)
        return '';
    const rows = decisions.map(({ snapshot, stays, reason }) => [
        ...names(snapshot),
        takenCell(snapshot),
        `${stays ? 'stays' : '🗑️ would be deleted'}: ${reason}`,
    ]);
    return table(DECISION_COLUMNS, rows);
}

;// CONCATENATED MODULE: ./lib/servers/resolve.js




/** An error lists at most this many servers that the token can see. */
const resolve_MAX_LISTED = 10;
/** The status of a server that this token may not read. */
const resolve_UNREADABLE = '';
/**
 * Resolves each id to a server, once, at the start: from then on the forms of id that the API showed are used
 * (docs/contract.md, Identity). One server costs its detail; several, or an API without that call, cost the list.
 * @throws ActionError if a server does not exist for this token, is given twice, or cannot be read
 */
async function resolveServers(ids, { api, warn }, deadline) {
    const servers = await find(ids, api, deadline);
    if (servers === undefined) {
        warn(`This token may not read servers. Going on with server ${ids.join(', ')} as given: whether it exists, and its status, cannot be seen. Give the token the permission servers:*.`);
        return { servers: ids.map((key) => ({ key, name: '', status: resolve_UNREADABLE })), readable: false };
    }
    const twice = servers.find((server, index) => servers.findIndex((other) => isSame(other, server)) < index);
    if (twice) {
        throw new ActionError({
            summary: `server_id lists ${describeServer(twice)} more than once, in two forms. Nothing was changed.`,
            hint: 'List each server once, by its integer ID or its UUID.',
        });
    }
    return { servers, readable: true };
}
async function find(ids, api, deadline) {
    try {
        const [only] = ids;
        if (only !== undefined && ids.length === 1) {
            const server = await api.getServer(only, deadline);
            if (server)
                return [server];
        }
        const { items } = await api.listServers(deadline);
        const missing = ids.filter((id) => !items.some((server) => isNamedBy(server, id)));
        if (missing.length > 0)
            throw notVisible(missing, items);
        return ids.flatMap((id) => items.find((server) => isNamedBy(server, id)) ?? []);
    }
    catch (error) {
        if (isRefusal(error) && !(error instanceof UnauthorizedError))
            return undefined;
        throw toActionError(error, 'Reading the servers', 'Nothing was changed.');
    }
}
function notVisible(missing, visible) {
    const rest = visible.length - resolve_MAX_LISTED;
    return new ActionError({
        summary: `This token has no access to server ${missing.join(', ')} (or it does not exist). Nothing was changed.`,
        state: visible.length === 0
            ? 'This token can see no servers.'
            : [
                'This token can see:',
                ...visible.slice(0, resolve_MAX_LISTED).map((server) => `  ${describeServer(server)}`),
                ...(rest > 0 ? [`  and ${rest} more`] : []),
            ],
        hint: 'Check server_id, and that the token belongs to the account that owns the server.',
    });
}
/**
 * Reads the servers with one request: one server by its detail, several, or an API without that call, by the list.
 * @returns a function that reads once
 */
function createServerReader(servers, api) {
    const [only] = servers;
    let hasDetail;
    return async (deadline) => {
        if (only && servers.length === 1 && hasDetail !== false) {
            const server = await api.getServer(only.uuid ?? only.key, deadline);
            if (server)
                hasDetail = true;
            if (server)
                return [server];
        }
        const { items } = await api.listServers(deadline);
        // An API that lists the server but has no detail of it has no such call.
        if (only && hasDetail === undefined && items.some((server) => isSame(server, only)))
            hasDetail = false;
        return items;
    };
}

;// CONCATENATED MODULE: ./lib/snapshots/delete-all.js


/**
 * Deletes snapshots one after the other. One that is gone already is done. The failure of one does not stop the others;
 * it is kept in its record.
 * @throws the reason of the abort
 */
async function deleteAll(records, { api, log }, deadline) {
    for (const record of records) {
        const { target } = record;
        record.stage = 'requested';
        try {
            const result = await api.deleteSnapshot(target, deadline);
            record.stage = 'deleted';
            log(`✓ ${describeSnapshot(target)} ${result === 'gone' ? 'was already deleted' : 'deleted'}`);
        }
        catch (error) {
            const doing = `Deleting ${describeSnapshot(target)}`;
            record.failure = toActionError(error, doing, 'It most likely still exists.');
            record.stage = 'failed';
            log(`✗ ${record.failure.parts.summary}`);
        }
    }
}

;// CONCATENATED MODULE: ./lib/vps/status.js
/** The only status of a snapshot that can be restored (docs/api.md, Snapshots). */
const COMPLETED = 'completed';
const IN_PROGRESS = 'in_progress';
/** These end without a snapshot (docs/api.md, Unknown). */
const FAILED = ['failed', 'error', 'errored', 'cancelled', 'canceled', 'deleted', 'deleting'];
/** A server that runs (docs/api.md, Servers). */
const ACTIVE = 'active';
const STOPPED = 'stopped';
const SUSPENDED = 'suspended';
/** A server while a snapshot is written over its disk (docs/api.md, Snapshots). */
const RESTORING = 'restoring';
/** True for a snapshot that can be restored. */
function isCompleted({ status }) {
    return status === COMPLETED;
}
/** True for a snapshot that never completes. */
function hasFailed({ status }) {
    return FAILED.includes(status);
}
/** True for a snapshot that may still complete: an undocumented status counts as unfinished. */
function isUnfinished(snapshot) {
    return !isCompleted(snapshot) && !hasFailed(snapshot);
}
/** True for a status of a snapshot that the API does not document. */
function isUndocumented(snapshot) {
    return isUnfinished(snapshot) && snapshot.status !== IN_PROGRESS;
}
/** True for a server that a restore has left unusable for good. */
function isBroken({ status }) {
    return status === SUSPENDED || FAILED.includes(status);
}

;// CONCATENATED MODULE: external "node:crypto"
const external_node_crypto_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:crypto");
;// CONCATENATED MODULE: ./lib/snapshots/marker.js


/** The series of the snapshots that `safety_snapshot` takes (docs/contract.md, Series). */
const BEFORE_ROLLBACK = 'before-rollback';
/** Only at the start of a description does a marker count: the text after it may have come from anyone. */
const MARKER = /^\[vps-snapshot:1:(?<repository>[0-9a-f]{16}):(?<series>[0-9a-f]{16}):(?<step>[0-9a-f]{16}):(?<runId>\d{1,20}):(?<attempt>\d{1,9})\]/u;
/** The name of the series after the marker, as JSON. */
const SERIES_NAME = /^\[[^\]]{1,120}\] \S{1,200} series ("(?:[^"\\]|\\.){0,400}")/u;
function marker_hash(...parts) {
    return (0,external_node_crypto_namespaceObject.createHash)('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
}
/**
 * The hash of a repository: of its numeric id, which a repository of the same name created later does not have; of its
 * name if the runner gives no id.
 */
function repositoryHash({ serverUrl, repositoryId, repository }) {
    return marker_hash(serverUrl.toLowerCase(), repositoryId === '' ? repository.toLowerCase() : repositoryId);
}
/** The hash of a series. */
function seriesHash(series) {
    return marker_hash(series);
}
/** The series of a job that is given none (docs/contract.md, Series). */
function defaultSeries({ workflow, job }) {
    return `${workflow}/${job}`;
}
/** The marker of what this step takes of a server. */
function markerOf({ run, series, template }, server) {
    return {
        repository: repositoryHash(run),
        series: seriesHash(series),
        step: marker_hash(run.runId, run.job, run.jobIndex, run.action, template, server.key.toLowerCase()),
        runId: run.runId,
        attempt: run.attempt ?? 0,
    };
}
/**
 * The description of a snapshot: the marker, then for people the repository, the commit and the series, then the user's
 * own text. An API that cuts or joins lines harms that text alone.
 */
function formatDescription(origin, server, text) {
    const { repository, series, step, runId, attempt } = markerOf(origin, server);
    const marker = `[vps-snapshot:1:${repository}:${series}:${step}:${runId}:${attempt}]`;
    const { run } = origin;
    const head = `${marker} ${run.repository}@${run.sha.slice(0, 7)} series ${JSON.stringify(origin.series)}`;
    return text === '' ? head : `${head}\n${text}`;
}
/** Reads the marker of a snapshot; `undefined` if there is none at the start of its description. */
function readMarker({ description }) {
    const groups = MARKER.exec(description)?.groups;
    if (!groups)
        return undefined;
    const { repository = '', series = '', step = '', runId = '', attempt = '' } = groups;
    return { repository, series, step, runId, attempt: Number(attempt) };
}
/** The name of a snapshot's series in quotes, or its hash if the description does not tell the name. */
function seriesLabel({ description }) {
    const hashed = readMarker({ description })?.series ?? '';
    const [, name] = SERIES_NAME.exec(description) ?? [];
    if (name === undefined)
        return hashed;
    try {
        const series = String(JSON.parse(name));
        return seriesHash(series) === hashed ? quote(series) : hashed;
    }
    catch {
        return hashed;
    }
}
/** True for a snapshot that a workflow of this repository took. */
function isManaged(snapshot, { repository }) {
    return readMarker(snapshot)?.repository === repository;
}
/** True for a managed snapshot of the same series. */
function isOfSeries(snapshot, own) {
    const marker = readMarker(snapshot);
    return marker?.repository === own.repository && marker.series === own.series;
}
/** True for a snapshot that this very step of this run took, in any attempt. */
function marker_isOfStep(snapshot, own) {
    const marker = readMarker(snapshot);
    return marker?.repository === own.repository && marker.step === own.step && marker.series === own.series;
}
/** True for a snapshot that this very step took in this attempt. */
function isOfAttempt(snapshot, own) {
    return marker_isOfStep(snapshot, own) && readMarker(snapshot)?.attempt === own.attempt;
}
/** True for a snapshot that another run took of the same series after this one (docs/contract.md, Rollback). */
function isLaterRelease(other, snapshot, own) {
    const marker = readMarker(other);
    if (!marker || !isOfSeries(other, own) || marker.runId === own.runId)
        return false;
    // Run ids grow: they decide if the API gives no time.
    if (other.createdAtMs === undefined || snapshot.createdAtMs === undefined) {
        return Number(marker.runId) > Number(own.runId);
    }
    return other.createdAtMs > snapshot.createdAtMs;
}

;// CONCATENATED MODULE: ./lib/snapshots/retention.js



const retention_DAY_MS = 86_400_000;
function isDated(snapshot) {
    return isCompleted(snapshot) && snapshot.createdAtMs !== undefined;
}
/** The day of a time, such as `2025-01-16`. */
function dayOf(atMs) {
    return new Date(atMs).toISOString().slice(0, 10);
}
/** The ISO week of a time, such as `2025-W03`: it belongs to the year of its Thursday (ISO 8601). */
function isoWeekOf(atMs) {
    const weekday = (new Date(atMs).getUTCDay() + 6) % 7;
    const thursdayMs = atMs + (3 - weekday) * retention_DAY_MS;
    const year = new Date(thursdayMs).getUTCFullYear();
    const week = 1 + Math.floor((thursdayMs - Date.UTC(year, 0, 1)) / (7 * retention_DAY_MS));
    return `${year}-W${String(week).padStart(2, '0')}`;
}
/** True if the policy keeps anything at all, so that the rest may be deleted. */
function hasPolicy({ keep, keepDaily, keepWeekly }) {
    return [keep, keepDaily, keepWeekly].some((count) => count !== undefined);
}
/**
 * What a policy keeps of one series on one server, with why. Never deleted: what has not completed, what is of unknown
 * age, what this run took, and the newest one (docs/contract.md, What must never happen, 3).
 * @param snapshots of the series, in any order
 * @param runId the run that must not delete its own
 */
function decideRetention(snapshots, policy, runId, { taken, comingAtMs } = {}) {
    const isTaken = (snapshot) => Number(taken !== undefined && isNamedBy(snapshot, taken));
    const dated = snapshots
        .filter(isDated)
        .sort((a, b) => isTaken(b) - isTaken(a) || b.createdAtMs - a.createdAtMs)
        .map((snapshot) => ({ atMs: snapshot.createdAtMs, snapshot }));
    const coming = comingAtMs === undefined ? [] : [{ atMs: comingAtMs }];
    const reasons = keptBy([...coming, ...dated], policy);
    return snapshots.map((snapshot) => {
        const reason = isDated(snapshot)
            ? (reasons.get(snapshot) ?? (readMarker(snapshot)?.runId === runId ? 'taken by this run' : undefined))
            : isCompleted(snapshot)
                ? 'its age is unknown'
                : `not completed (${snapshot.status})`;
        return { snapshot, stays: reason !== undefined, reason: reason ?? `beyond ${policyText(policy)}` };
    });
}
/** Why each snapshot is kept; those that no rule keeps are not in it. */
function keptBy(newestFirst, { keep, keepDaily, keepWeekly }) {
    const reasons = new Map();
    const add = ({ snapshot }, reason) => {
        if (snapshot && !reasons.has(snapshot))
            reasons.set(snapshot, reason);
    };
    for (const entry of newestFirst.slice(0, keep ?? 0))
        add(entry, `among the newest ${keep} (keep)`);
    for (const [day, entry] of newestOfEach(newestFirst, dayOf, keepDaily))
        add(entry, `newest of ${day} (keep_daily)`);
    for (const [week, entry] of newestOfEach(newestFirst, isoWeekOf, keepWeekly)) {
        add(entry, `newest of ${week} (keep_weekly)`);
    }
    const [first] = newestFirst;
    if (first)
        add(first, 'the newest of its series');
    return reasons;
}
/** The newest entry of each of the last periods that have one. */
function newestOfEach(newestFirst, periodOf, count) {
    const newest = new Map();
    for (const entry of newestFirst) {
        const period = periodOf(entry.atMs);
        if (!newest.has(period))
            newest.set(period, entry);
    }
    return [...newest].sort(([a], [b]) => (a < b ? 1 : -1)).slice(0, count ?? 0);
}
function policyText({ keep, keepDaily, keepWeekly }) {
    return Object.entries({ keep, keep_daily: keepDaily, keep_weekly: keepWeekly })
        .flatMap(([name, count]) => (count === undefined ? [] : `${name}: ${count}`))
        .join(', ');
}
/** The managed snapshots of one series among those of a server. */
function ofSeries(snapshots, own) {
    return snapshots.filter((snapshot) => isOfSeries(snapshot, own));
}
/**
 * What pruning decides for everything on one server: every series of this repository by itself, or the given one alone.
 * The series of safety snapshots counts only if it is given.
 * @param series hash of the one series; `undefined` for all
 */
function decidePrune(snapshots, policy, own, series) {
    const safety = seriesHash(BEFORE_ROLLBACK);
    const isPruned = (snapshot) => {
        const marker = readMarker(snapshot);
        if (marker?.repository !== own.repository)
            return false;
        return series === undefined ? marker.series !== safety : marker.series === series;
    };
    const groups = Map.groupBy(snapshots.filter(isPruned), (snapshot) => readMarker(snapshot)?.series);
    const decided = [...groups.values()].flatMap((group) => decideRetention(group, policy, own.runId));
    return snapshots.map((snapshot) => decided.find((decision) => decision.snapshot === snapshot) ?? {
        snapshot,
        stays: true,
        reason: isManaged(snapshot, own)
            ? `another series (${seriesLabel(snapshot)})`
            : 'not created by this repository',
    });
}
/**
 * The completed snapshot of a series that `on_limit: replace_oldest` deletes; never one that this run took.
 * @param mayReplaceLast true if it may be the newest one of the series too
 */
function oldestReplaceable(series, runId, mayReplaceLast) {
    const dated = series.filter(isDated).sort((a, b) => b.createdAtMs - a.createdAtMs);
    return dated.slice(mayReplaceLast ? 0 : 1).findLast((snapshot) => readMarker(snapshot)?.runId !== runId);
}
/** Failed snapshots of a series that only take up room: without a size, nothing is stored in them. */
function failedOnes(series) {
    return series.filter((snapshot) => hasFailed(snapshot) && snapshot.sizeMb === null);
}

;// CONCATENATED MODULE: ./lib/snapshots/limit.js







/** A server can have this many snapshots (docs/api.md, Snapshots). */
const MAX_SNAPSHOTS = 5;
/** A limit error names series that no workflow has written to for this long, in milliseconds. */
const STALE_SERIES_MS = 30 * 86_400_000;
/**
 * Plans how a server gets room for new snapshots: by deleting failed ones of the series, then what `keep*` would delete
 * anyway, then what `on_limit` allows (docs/contract.md, Snapshot). Nothing is planned if there is room.
 * @param needed how many new snapshots need room
 */
function planRoom({ snapshots, unreadable }, own, { policy, onLimit, mayReplaceLast = false, sources = [] }, needed) {
    const series = ofSeries(snapshots, own).filter((snapshot) => !sources.some(({ key }) => key === snapshot.key));
    const deletes = [];
    const remaining = () => snapshots.filter((snapshot) => !deletes.some(({ target }) => target === snapshot));
    const isFull = () => remaining().length + unreadable + needed > MAX_SNAPSHOTS;
    const add = (target, reason) => deletes.push({ target, reason, stage: 'checked' });
    if (isFull())
        for (const failed of failedOnes(series))
            add(failed, 'failed, only takes up room');
    if (isFull() && hasPolicy(policy)) {
        const expired = decideRetention(series, policy, own.runId).filter(({ stays }) => !stays);
        for (const { snapshot, reason } of expired)
            if (isFull())
                add(snapshot, reason);
    }
    while (isFull() && onLimit === 'replace_oldest') {
        const left = series.filter((snapshot) => remaining().includes(snapshot));
        const oldest = oldestReplaceable(left, own.runId, mayReplaceLast);
        if (!oldest)
            break;
        add(oldest, 'the oldest of its series (on_limit: replace_oldest)');
    }
    // Whether failed snapshots of others count is not documented, so the API decides.
    const counted = remaining().filter((snapshot) => !hasFailed(snapshot)).length + unreadable;
    const isEnough = counted + needed <= MAX_SNAPSHOTS;
    return { deletes: isEnough ? deletes : [], isEnough };
}
/** A snapshot that a limit error offers to replace; `undefined` if `on_limit: replace_oldest` would not help. */
function replacementOffer(there, own, policy) {
    const { deletes, isEnough } = planRoom(there, own, { policy, onLimit: 'replace_oldest' }, 1);
    return isEnough ? deletes : undefined;
}
/**
 * The error for servers without room.
 * @param more what else the summary says
 */
function limitError(full, { policy, onLimit }, nowMs, more = '') {
    const offers = full.map(({ there, own }) => replacementOffer(there, own, policy));
    const victims = offers.flatMap((offer) => offer ?? []).map(({ target }) => describeSnapshot(target));
    const isOffered = onLimit === 'fail' && offers.every((offer) => offer !== undefined);
    const offer = isOffered ? `; or set \`on_limit: replace_oldest\`, which would delete ${victims.join(', ')}` : '';
    const ids = full.map(({ server }) => server.key).join(', ');
    return new ActionError({
        summary: `Server ${ids} has reached the limit of ${MAX_SNAPSHOTS} snapshots. No snapshot was created.${more}`,
        state: full.flatMap(({ server, there, own }) => [
            `Snapshots on server ${server.key}:`,
            ...formatSnapshotList(there, own, nowMs),
            ...staleSeries(there, own, nowMs),
        ]),
        hint: `Delete one you no longer need, either with \`mode: delete\` or in the VPS.org control panel${offer}.`,
    });
}
/** What a server has, a line for each snapshot: id, name, status, age, size and owner. */
function formatSnapshotList({ snapshots, unreadable }, own, nowMs) {
    const lines = snapshots.map((snapshot) => {
        const { key, name, status, createdAtMs, sizeMb } = snapshot;
        const owner = isManaged(snapshot, own)
            ? `created by this repository, series ${seriesLabel(snapshot)}`
            : 'created elsewhere';
        return `  ${key} ${quote(name)}, ${status}, ${formatAge(createdAtMs, nowMs)}, ${formatSize(sizeMb)}, ${owner}`;
    });
    if (unreadable > 0)
        lines.push(`  and ${unreadable} that cannot be read`);
    return lines.length > 0 ? lines : ['  none'];
}
/** Series of this repository that no workflow has written to for 30 days: their snapshots never go by themselves. */
function staleSeries({ snapshots }, own, nowMs) {
    const managed = snapshots.filter((snapshot) => isManaged(snapshot, own));
    const groups = [...Map.groupBy(managed, (snapshot) => readMarker(snapshot)?.series).values()];
    return groups.flatMap((group) => {
        const isStale = group.every(({ createdAtMs }) => createdAtMs !== undefined && nowMs - createdAtMs > STALE_SERIES_MS);
        const [first] = group;
        return isStale && first ? [`No workflow has written to series ${seriesLabel(first)} for 30 days.`] : [];
    });
}

;// CONCATENATED MODULE: ./lib/snapshots/list.js


/** Orders snapshots, the oldest first; one of unknown age comes first, and at the same time the lower id. */
function byAge(a, b) {
    return (a.createdAtMs ?? 0) - (b.createdAtMs ?? 0) || Number(a.key) - Number(b.key) || 0;
}
/** Reads the snapshots of these servers with one list: one server by the filter, several by the whole list. */
async function readSnapshots(servers, api, deadline) {
    return await api.listSnapshots(servers.length === 1 ? servers[0] : undefined, deadline);
}
/** The snapshots of one server, the oldest first, each with the server as it was resolved. */
function ofServer(list, server) {
    return list
        .filter((snapshot) => isSame(snapshot.server, server))
        .map((snapshot) => ({ ...snapshot, server }))
        .sort(byAge);
}
/**
 * Reads what each server has. An item that cannot be read is skipped, and a warning says so once.
 * @throws ActionError if the list cannot be read
 */
async function listByServer(servers, { api, warn }, deadline) {
    try {
        const { items, unreadable } = await readSnapshots(servers, api, deadline);
        if (unreadable > 0) {
            warn(`The list of snapshots has items that cannot be read. They are skipped, and they count for the limit.`);
        }
        // In the list of several servers nobody can tell which server an unreadable item belongs to.
        const counted = servers.length === 1 ? unreadable : 0;
        return new Map(servers.map((server) => [server.key, { snapshots: ofServer(items, server), unreadable: counted }]));
    }
    catch (error) {
        throw toActionError(error, 'Reading the snapshots', 'Nothing was changed.');
    }
}
/** What one server has, out of all. */
function snapshotsOf(all, server) {
    return all.get(server.key) ?? { snapshots: [], unreadable: 0 };
}

;// CONCATENATED MODULE: ./lib/snapshots/select.js









/** The API may show the same time rounded elsewhere, by up to this much, in milliseconds. */
const SAME_TIME_MS = 60_000;
/**
 * Chooses what each server is restored from. Every target is checked before any server is touched: it exists, is
 * completed, belongs to its server, and is listed once and under one server (docs/contract.md, What must never happen, 2).
 * @returns one snapshot for each server, in the order of `servers`
 * @throws ActionError that lists every server without a good target, and what is there
 */
async function selectTargets(servers, request, session, deadline) {
    const there = await listByServer(servers, session, deadline);
    const selection = await select_select(servers, there, request, session, deadline);
    const problems = [...selection.problems];
    const targets = servers.flatMap((server) => {
        const own = selection.found.filter((snapshot) => snapshot.server.key === server.key);
        if (own.length > 1)
            problems.push(`  ${describeServer(server)} has ${own.length} snapshots to restore: name one.`);
        if (own.length === 0)
            problems.push(`  ${describeServer(server)} has no snapshot to restore${searched(request)}.`);
        return own;
    });
    if (problems.length === 0) {
        for (const target of targets)
            warnOfLaterRelease(target, there, request, session);
        return targets;
    }
    throw new ActionError({
        summary: `Cannot roll back server ${servers.map(({ key }) => key).join(', ')}. No restore was started.`,
        state: [...problems, ...describeThere(servers, there, request.origin, session)],
        hint: "Set snapshot_id to a completed snapshot for each server, usually the snapshot step's output.",
    });
}
async function select_select(servers, there, request, session, deadline) {
    if (request.named.length > 0) {
        return await findNamed(servers, there, request.named, notRestorable, session, deadline);
    }
    const selections = servers.map((server) => {
        const { snapshots } = snapshotsOf(there, server);
        return request.latest ? newestOfSeries(snapshots, server, request) : newestOfRun(snapshots, request);
    });
    return { found: selections.flatMap(({ found }) => found), problems: selections.flatMap(({ problems }) => problems) };
}
/** The newest completed snapshot that this run took; never a safety snapshot. */
function newestOfRun(snapshots, { origin, series }) {
    const repository = repositoryHash(origin.run);
    const found = snapshots.findLast((snapshot) => {
        const marker = readMarker(snapshot);
        if (marker?.repository !== repository || marker.runId !== origin.run.runId || !isCompleted(snapshot))
            return false;
        return series === undefined ? marker.series !== seriesHash(BEFORE_ROLLBACK) : marker.series === seriesHash(series);
    });
    const later = found && laterRelease(found, snapshots);
    if (found && later) {
        return {
            found: [],
            problems: [
                `  ${describeSnapshot(later)} was taken after it by another run of the same series: a rollback to ${describeSnapshot(found)} would undo that release. Name it as snapshot_id if that is what you want.`,
            ],
        };
    }
    return { found: found ? [found] : [], problems: [] };
}
/** The newest completed snapshot of a series; without one given, this repository must have just one on the server. */
function newestOfSeries(snapshots, server, { origin, series }) {
    const repository = repositoryHash(origin.run);
    const managed = snapshots.filter((snapshot) => {
        const marker = readMarker(snapshot);
        if (marker?.repository !== repository || !isCompleted(snapshot))
            return false;
        return series === undefined ? marker.series !== seriesHash(BEFORE_ROLLBACK) : marker.series === seriesHash(series);
    });
    const all = new Map(managed.map((snapshot) => [readMarker(snapshot)?.series, seriesLabel(snapshot)]));
    if (all.size > 1) {
        const labels = [...all.values()].join(', ');
        const problem = `  ${describeServer(server)} has snapshots of several series: ${labels}. Set series to choose one.`;
        return { found: [], problems: [problem] };
    }
    const found = managed.findLast(({ createdAtMs }) => createdAtMs !== undefined);
    return { found: found ? [found] : [], problems: [] };
}
/** The first release of another run in the same series after this snapshot. */
function laterRelease(snapshot, snapshots) {
    const own = readMarker(snapshot);
    return own && snapshots.find((other) => isLaterRelease(other, snapshot, own));
}
function warnOfLaterRelease(target, there, { named }, { warn }) {
    const later = laterRelease(target, snapshotsOf(there, target.server).snapshots);
    if (!later || named.length === 0)
        return;
    warn(`${describeSnapshot(later)} was taken after ${describeSnapshot(target)} by another run of the same series: this rollback undoes that release too.`);
}
function notRestorable(snapshot) {
    return isCompleted(snapshot)
        ? undefined
        : `  ${describeSnapshot(snapshot)} has not completed, its status is "${snapshot.status}".`;
}
/**
 * The snapshots that a user names, each on one of the servers.
 * @param objection why a snapshot cannot be used; `undefined` if it can
 */
async function findNamed(servers, there, named, objection, session, deadline) {
    const found = [];
    const problems = [];
    const listed = servers.flatMap((server) => snapshotsOf(there, server).snapshots);
    const missing = named.filter(({ id }) => !listed.some((snapshot) => isNamedBy(snapshot, id)));
    const everywhere = missing.length > 0 ? await readEverywhere(session, deadline) : [];
    for (const { id, server: said } of named) {
        const [snapshot, ...others] = listed.filter((one) => isNamedBy(one, id));
        if (!snapshot) {
            const elsewhere = everywhere.find((one) => isNamedBy(one, id));
            problems.push(elsewhere
                ? `  ${describeSnapshot(elsewhere)} does not belong to any server in server_id.`
                : `  Snapshot ${id} does not exist, or this token cannot see it.`);
        }
        else if (others.length > 0) {
            problems.push(`  Snapshot ${id} is listed under several servers, so it is unclear whose it is.`);
        }
        else if (said !== undefined && !isNamedBy(snapshot.server, said)) {
            problems.push(`  ${describeSnapshot(snapshot)} was given for server ${said}.`);
        }
        else {
            const problem = objection(snapshot);
            if (problem === undefined)
                found.push(snapshot);
            else
                problems.push(problem);
        }
    }
    return { found, problems };
}
/** The whole list, only to explain an error. */
async function readEverywhere({ api }, deadline) {
    try {
        return (await api.listSnapshots(undefined, deadline)).items;
    }
    catch (error) {
        throw toActionError(error, 'Reading the snapshots', 'Nothing was changed.');
    }
}
/** What was looked for if no `snapshot_id` was given. */
function searched({ named, latest, series }) {
    if (named.length > 0)
        return '';
    const of = series === undefined ? '' : ` of series "${series}"`;
    return latest
        ? `: no completed snapshot${of} was created by this repository`
        : `: this run has taken no completed snapshot${of} of it (set snapshot_id: latest to use one of an earlier run)`;
}
function describeThere(servers, there, { run }, { context }) {
    const own = { repository: repositoryHash(run) };
    return servers.flatMap((server) => [
        `Snapshots on server ${server.key}:`,
        ...formatSnapshotList(snapshotsOf(there, server), own, context.clock.now()),
    ]);
}
/**
 * The snapshots that `mode: delete` names, each on one of the servers. One that is gone already is done.
 * @throws ActionError that lists every id which is on another server
 */
async function selectForDelete(servers, named, origin, session, deadline) {
    const there = await listByServer(servers, session, deadline);
    const listed = servers.flatMap((server) => snapshotsOf(there, server).snapshots);
    const missing = named.filter(({ id }) => !listed.some((snapshot) => isNamedBy(snapshot, id)));
    const everywhere = missing.length > 0 ? await readEverywhere(session, deadline) : [];
    const gone = missing.filter(({ id }) => !everywhere.some((snapshot) => isNamedBy(snapshot, id)));
    const existing = named.filter((one) => !gone.includes(one));
    const { found, problems } = await findNamed(servers, there, existing, () => undefined, session, deadline);
    if (problems.length === 0)
        return { found, gone: gone.map(({ id }) => id) };
    throw new ActionError({
        summary: `${pluralize(problems.length, 'snapshot')} cannot be deleted; nothing was deleted.`,
        state: [...problems, ...describeThere(servers, there, origin, session)],
        hint: 'Check snapshot_id and server_id: only the listed snapshots are deleted, and only on the listed servers.',
    });
}
/**
 * The snapshots that `mode: wait` waits for: one for each server, in any status.
 * @throws ActionError that lists every id which does not exist or is on another server
 */
async function selectForWait(servers, named, origin, session, deadline) {
    const there = await listByServer(servers, session, deadline);
    const { found, problems } = await findNamed(servers, there, named, () => undefined, session, deadline);
    const wrong = [...problems];
    const snapshots = servers.flatMap((server) => {
        const own = found.filter((snapshot) => isSame(snapshot.server, server));
        if (own.length !== 1) {
            wrong.push(`  snapshot_id names ${pluralize(own.length, 'snapshot')} of ${describeServer(server)}; it must name one.`);
        }
        return own;
    });
    if (wrong.length === 0)
        return snapshots;
    throw new ActionError({
        summary: `Cannot wait for the snapshots of server ${servers.map(({ key }) => key).join(', ')}.`,
        state: [...wrong, ...describeThere(servers, there, origin, session)],
        hint: 'Set snapshot_id to the output `snapshots` of the step that took them, unchanged.',
    });
}
/**
 * The snapshot that a step took, found again after the job. It must carry this step's marker: an id alone may belong to
 * another snapshot by now. If the API drops or cuts descriptions, name and time count in place of the marker.
 * @param isOwn whether a snapshot carries this step's marker
 */
function findOwn(saved, snapshots, isOwn) {
    const { snapshotId } = saved;
    if (snapshotId === null)
        return snapshots.findLast(isOwn);
    const matches = snapshots.filter((snapshot) => isNamedBy(snapshot, snapshotId));
    const [snapshot] = matches;
    if (!snapshot || matches.length > 1)
        return undefined;
    return isOwn(snapshot) || (!readMarker(snapshot) && isAsSaved(snapshot, saved)) ? snapshot : undefined;
}
function isAsSaved(snapshot, { name, createdAtMs }) {
    const seenMs = snapshot.createdAtMs ?? createdAtMs ?? 0;
    return snapshot.name === name && Math.abs(seenMs - (createdAtMs ?? seenMs)) <= SAME_TIME_MS;
}

;// CONCATENATED MODULE: ./lib/modes/task.js

/** Who takes the snapshots of this step. */
function originOf({ inputs, run }) {
    return { run, series: inputs.series ?? defaultSeries(run), template: inputs.snapshotName };
}
/** What `keep*` says. */
function policyOf({ inputs: { keep, keepDaily, keepWeekly } }) {
    return { keep, keepDaily, keepWeekly };
}
/**
 * What a report needs to know besides its records.
 * @param startedMs when the work started, by the monotonic clock
 */
function reportSettings({ inputs, run, session }, startedMs) {
    const { clock } = session.context;
    return {
        dryRun: inputs.dryRun,
        apiUrl: inputs.apiUrl,
        uses: run.uses,
        sha: run.sha,
        nowMs: clock.now(),
        durationMs: clock.monotonicMs() - startedMs,
    };
}

;// CONCATENATED MODULE: ./lib/modes/delete.js










/** The report on deletes, of `mode: delete`, `mode: prune` and `delete_on_success`. */
function deleteReport(progress, task) {
    const startedMs = task.session.context.clock.monotonicMs();
    const settings = () => reportSettings(task, startedMs);
    return {
        outputs: () => deleteOutputs(progress, settings()),
        stateLines: () => deleteStateLines(progress),
        failure: () => deleteFailure(progress),
        verdict: () => deleteVerdict(progress, settings()),
        summary: (failure) => deleteSummary(progress, settings(), failure),
    };
}
/**
 * Deletes the snapshots that are named, and nothing else. All are checked before the first is deleted.
 * @throws ActionError unless all are gone
 */
async function deleteSnapshots(task) {
    const { inputs, session, runner } = task;
    const progress = { mode: 'delete', records: [], decisions: [], gone: [] };
    await withReport(deleteReport(progress, task), task, async () => {
        runner.group(`Deleting snapshot ${inputs.snapshotIds.map(({ id }) => id).join(', ')}`);
        const deadline = new Deadline(session.context.clock, inputs.timeoutMs);
        const { servers } = await resolveServers(inputs.serverIds, session, deadline);
        const { found, gone } = await selectForDelete(servers, inputs.snapshotIds, originOf(task), session, deadline);
        const restoring = servers.filter(({ key, status }) => {
            return status === RESTORING && found.some(({ server }) => server.key === key);
        });
        if (restoring.length > 0) {
            throw new ActionError({
                summary: `${restoring.map(describeServer).join(', ')} is being restored, and one of its snapshots is the source. Nothing was deleted.`,
                hint: 'Re-run the job when the server is active again.',
            });
        }
        progress.gone.push(...gone);
        progress.records.push(...found.map((target) => ({ target, reason: 'named in snapshot_id', stage: 'checked' })));
        await deleteOrPlan(progress, task, deadline);
    });
}
/** Deletes, or in a dry run says what would be deleted. */
async function deleteOrPlan(progress, task, deadline) {
    if (!task.inputs.dryRun)
        return await deleteAll(progress.records, task.session, deadline);
    for (const line of deletePlan(progress))
        task.runner.info(line);
}

;// CONCATENATED MODULE: ./node_modules/p-map/index.js
function pMap(iterable, mapper, options) {
	return mapConcurrently(iterable, mapper, options, false);
}

function pMapSettled(iterable, mapper, options) {
	return mapConcurrently(iterable, mapper, options, true);
}

function pMapKeyed(input, mapper, options) {
	return mapKeyed(input, mapper, options, false);
}

function pMapSettledKeyed(input, mapper, options) {
	return mapKeyed(input, mapper, options, true);
}

// Like `Promise.allKeyed` and `Promise.allSettledKeyed`, with a mapper, and for a `Map` too. Each value travels with its key, so a skipped key, which leaves no slot in the result, cannot shift the keys after it.
async function mapKeyed(input, mapper, options, isSettled) {
	const entries = getKeyedEntries(input);

	// After the values have their handlers, like the other argument errors, which `mapConcurrently` checks. It cannot check this one, as it gets the wrapper below as its mapper.
	if (typeof mapper !== 'function') {
		throw new TypeError('Mapper function is required');
	}

	const mappedEntries = await mapConcurrently(entries, async ([key, inputResult]) => {
		try {
			if (inputResult.status === 'rejected') {
				throw inputResult.reason;
			}

			const result = await mapper(inputResult.value, key);

			if (result === pMapSkip || result === pMapStop) {
				return result;
			}

			return [key, isSettled ? {status: 'fulfilled', value: result} : result];
		} catch (error) {
			if (!isSettled) {
				throw error;
			}

			return [key, {status: 'rejected', reason: error}];
		}
	}, options, false);

	if (input instanceof Map) {
		return new Map(mappedEntries);
	}

	// A null prototype, like `Promise.allKeyed`, so a key like `__proto__` or `toString` is an own property like any other.
	return Object.setPrototypeOf(Object.fromEntries(mappedEntries), null);
}

// The engine behind all the functions, except `pMapIterable`. With `isSettled`, an element or a mapper that rejects gives a `{status: 'rejected'}` result instead of an error, like `Promise.allSettled`, so `stopOnError` does not apply.
async function mapConcurrently(
	iterable,
	mapper,
	{
		concurrency = Number.POSITIVE_INFINITY,
		stopOnError = true,
		signal,
	} = {},
	isSettled,
) {
	return new Promise((resolve_, reject_) => {
		validateOptions(iterable, mapper, concurrency);

		const result = [];
		// Stage the errors by index, like `result`, so they are reported in input order.
		const errors = [];
		let skippedCount = 0;
		let isResolved = false;
		let isIterableDone = false;
		const pendingIndexes = new Set();
		let doneIndex = Number.POSITIVE_INFINITY;
		let currentIndex = 0;
		const iterator = getIterator(iterable);

		const signalListener = () => {
			reject(signal.reason);
		};

		const cleanup = () => {
			signal?.removeEventListener('abort', signalListener);
		};

		const resolve = value => {
			resolve_(value);
			cleanup();
		};

		const reject = reason => {
			if (isResolved) {
				return;
			}

			isResolved = true;
			reject_(reason);
			cleanup();

			if (!isIterableDone) {
				closeIterator(iterator);
			}
		};

		if (signal) {
			if (signal.aborted) {
				reject(signal.reason);
				return;
			}

			signal.addEventListener('abort', signalListener, {once: true});
		}

		const pull = createPuller(iterator);

		// Settle only once the source is done, or a mapper stopped, and every earlier pull and mapper has finished. A pull before the `done` or the stop can still produce an element, while pulls after it do not affect the result.
		const settleIfFinished = () => {
			if (isResolved || doneIndex === Number.POSITIVE_INFINITY) {
				return;
			}

			for (const index of pendingIndexes) {
				if (index < doneIndex) {
					return;
				}
			}

			if (!stopOnError) {
				const collectedErrors = [];

				for (let index = 0; index < Math.min(doneIndex, errors.length); index++) {
					if (index in errors) {
						collectedErrors.push(errors[index]);
					}
				}

				if (collectedErrors.length > 0) {
					reject(new AggregateError(collectedErrors)); // eslint-disable-line unicorn/error-message
					return;
				}
			}

			isResolved = true;

			// A stop ended the result before the source did, so close it, like `for await` does on a `break`. Not at the stop itself, as a source that settles its `next()` calls out of call order may still owe an earlier element, and closing could drop it.
			if (!isIterableDone) {
				closeIterator(iterator);
			}

			// `done` is final, like `for await`, so a `done` that lands between two elements ends
			// the result there and everything the source produced past it is dropped. A stop cuts it the same way.
			const lastIndex = Math.min(doneIndex, result.length);

			// Every index below `lastIndex` has a value: an index only goes unassigned when its pull reported `done` or its mapper returned `pMapStop`, and the lowest such index is `doneIndex`. So the array is dense below `lastIndex`, and the fast path can hand it over untouched.
			if (lastIndex === result.length && skippedCount === 0) {
				resolve(result);
				return;
			}

			// Otherwise this drops the skipped results and whatever the `done` or the stop cut off.
			resolve(result.slice(0, lastIndex).filter(value => value !== pMapSkip));
		};

		const next = async () => {
			// After a `done` or a stop, a pull would take an item nobody is going to map, which a one-shot source, like a queue, would lose.
			if (isResolved || currentIndex >= doneIndex) {
				return;
			}

			// Take the index when the pull starts, not when it resolves, so a source that settles
			// its `next()` calls out of call order still gets the right position.
			const index = currentIndex++;
			pendingIndexes.add(index);

			let nextItem;
			try {
				nextItem = await pull();
			} catch (error) {
				pendingIndexes.delete(index);

				if (index < doneIndex) {
					throw error;
				}

				settleIfFinished();
				return;
			}

			if (nextItem.done) {
				pendingIndexes.delete(index);
				doneIndex = Math.min(doneIndex, index);
				isIterableDone = true;
				settleIfFinished();
				return;
			}

			// Intentionally detached
			const runner = (async () => {
				try {
					const element = await nextItem.value;

					if (isResolved || index >= doneIndex) {
						return;
					}

					const value = await mapper(element, index);

					// Ignore an item produced after an earlier pull reported `done` or an earlier mapper returned `pMapStop`.
					if (index >= doneIndex) {
						return;
					}

					// A stop ends the result here, like a `done` from the source, so settling waits only for the earlier elements.
					if (value === pMapStop) {
						doneIndex = index;
						return;
					}

					if (value === pMapSkip) {
						skippedCount++;
					}

					result[index] = isSettled && value !== pMapSkip ? {status: 'fulfilled', value} : value;
				} catch (error) {
					if (index >= doneIndex) {
						return;
					}

					if (isSettled) {
						result[index] = {status: 'rejected', reason: error};
					} else if (stopOnError) {
						reject(error);
						return;
					} else {
						errors[index] = error;
					}
				} finally {
					pendingIndexes.delete(index);
					settleIfFinished();
				}

				// If the iterable throws we can't really continue regardless of `stopOnError` state
				// since an iterable is likely to continue throwing after it throws once.
				// If we continue calling `next()` indefinitely we will likely end up
				// in an infinite loop of failed iteration.
				try {
					await next();
				} catch (error) {
					reject(error);
				}
			})();

			// Link the runner to the returned promise, so the async stack trace of a mapper error reaches the caller. Nothing awaits the runner, so the trace would stop there, but V8 follows a reaction that resolves another promise. The link never settles, so it never resolves the returned promise. It is a new promise for each runner, as a shared one would keep a reaction for every element.
			runner.then(() => new Promise(() => {})).then(resolve_);
		};

		// Create the concurrent runners in a detached (non-awaited)
		// promise. We need this so we can await the `next()` calls
		// to stop creating runners before hitting the concurrency limit
		// if the iterable has already been marked as done or a mapper stopped.
		// NOTE: We *must* do this for async iterators otherwise we'll spin up
		// infinite `next()` calls by default and never start the event loop.
		(async () => {
			for (let index = 0; index < concurrency; index++) {
				try {
					// eslint-disable-next-line no-await-in-loop
					await next();
				} catch (error) {
					reject(error);
					break;
				}

				if (isResolved || currentIndex >= doneIndex) {
					break;
				}
			}
		})();
	});
}

function pMapIterable(
	iterable,
	mapper,
	{
		concurrency = Number.POSITIVE_INFINITY,
		backpressure = concurrency,
		preserveOrder = true,
	} = {},
) {
	validateOptions(iterable, mapper, concurrency);

	if (!isLimit(backpressure, concurrency)) {
		throw new TypeError(`Expected \`backpressure\` to be an integer from \`concurrency\` (${concurrency}) and up or \`Infinity\`, got \`${backpressure}\` (${typeof backpressure})`);
	}

	return {
		[Symbol.asyncIterator]() {
			// `isDone` lives outside the generator so the wrapper below can set it the moment the
			// consumer asks to stop. The generator is suspended on a pending `next()` at that point,
			// so its `finally` would not run until much later and workers finishing in the meantime
			// would keep pulling and mapping input for nobody.
			let isDone = false;

			const generator = (async function * () {
				const iterator = getIterator(iterable);

				// Results are consumed from the front with a moving `headIndex` instead of `shift()`.
				// `shift()` moves every remaining entry, which is O(n) per element and made the whole
				// run O(n²) whenever `backpressure` let the array grow, which is the default.
				let promises = [];
				let headIndex = 0;
				let isIterableDone = false;

				// The lowest index whose pull reported `done`. Without `preserveOrder`, the pulls after it have their slots given back, so their errors are dropped.
				let doneIndex = Number.POSITIVE_INFINITY;

				// An element that is being read, or is waiting for a mapper, does not hold a mapper slot, so the next element can be read while the mappers run. Those elements have their own cap of `concurrency`, so the source never sees more than `concurrency` overlapping `next()` calls, even with `backpressure: Infinity`. `backpressure` caps everything in flight together.
				let readingCount = 0;
				let runningMappersCount = 0;

				// The workers waiting for a mapper slot, in the order they started waiting. A finished mapper hands its slot to the oldest one.
				const mapperWaiters = new Map();
				let mapperWaiterCount = 0;
				let wokenMapperWaiterCount = 0;

				const releaseMapperSlot = () => {
					if (wokenMapperWaiterCount === mapperWaiterCount) {
						runningMappersCount--;
						return;
					}

					mapperWaiters.get(wokenMapperWaiterCount)();
					mapperWaiters.delete(wokenMapperWaiterCount++);
				};

				let index = 0;

				// The lowest index whose mapper returned `pMapStop`, or, with `preserveOrder`, whose pull, element, or mapper threw. The stream ends there, like a `break` or a `throw` in a loop. Once it is set, nothing past it is pulled, and no pending element past it is mapped, while the earlier elements still finish and are yielded first. `isDone` cannot do this, as it would drop the values of the earlier elements too.
				let stopIndex = Number.POSITIVE_INFINITY;

				// Without `preserveOrder`, each spawn still takes a slot in `promises`, so `backpressure` counts the same, but the slots are filled in the order the workers settle rather than the order they were spawned in, so the consumer gets whichever result is ready first. A worker always fills the oldest empty slot, at `fillIndex`. An empty slot is `undefined`, and a filled one holds the result itself rather than a promise, so a result costs a promise only when the consumer has to wait for it, through `wake`.
				let fillIndex = 0;
				let wake;

				// The indexes of the pulls whose worker has not filled a slot yet, without `preserveOrder`.
				const unfilledIndexes = new Set();

				// The consumer waits only when the head is empty, and then the oldest empty slot is the head, so the first fill wakes it.
				const fillSlot = result => {
					promises[fillIndex++] = result;
					wake?.(result);
					wake = undefined;
				};

				const pull = createPuller(iterator);

				function trySpawn() {
					// Do not spawn once the consumer is gone, the source is done, or the stream ends at an earlier element. The pull would be wasted work, and for a one-shot source, like a queue, it takes an item nobody is going to ask for.
					if (isDone || isIterableDone || index > stopIndex || readingCount >= concurrency || promises.length - headIndex >= backpressure) {
						return;
					}

					readingCount++;

					// Take the index when the pull starts, not when it resolves, so a source that
					// settles its `next()` calls out of call order still gets the right position.
					const currentIndex = index++;

					// Errors must be returned as a value instead of rejecting, otherwise a promise that
					// the consumer abandons after an earlier error becomes an unhandled rejection.
					const promise = (async () => {
						try {
							let element;
							try {
								const {done, value} = await pull();

								if (done) {
									isIterableDone = true;
									doneIndex = Math.min(doneIndex, currentIndex);
									return {done: true};
								}

								// Spawn if still below the reading and backpressure limits
								trySpawn();

								element = await value;

								if (runningMappersCount < concurrency) {
									runningMappersCount++;
								} else {
									// `releaseMapperSlot` hands the slot over without decrementing `runningMappersCount`, so it is already counted.
									await new Promise(resolve => {
										mapperWaiters.set(mapperWaiterCount++, resolve);
									});
								}
							} finally {
								readingCount--;
							}

							// Spawn now that this element is no longer waiting for a mapper, so the next one is read while this one is mapped
							trySpawn();

							let returnValue;
							try {
								// The consumer stopped iterating, or the stream ends before this element, while this element was being read or waiting for a mapper, so drop it instead of doing work nobody will consume.
								if (isDone || currentIndex > stopIndex) {
									return {done: false, value: pMapSkip};
								}

								returnValue = await mapper(element, currentIndex);
							} finally {
								releaseMapperSlot();
							}

							if (returnValue === pMapStop) {
								stopIndex = Math.min(stopIndex, currentIndex);
							}

							return {done: false, value: returnValue};
						} catch (error) {
							// With `preserveOrder`, the error is thrown at its own position, after the results before it, so those still finish. Without it, the error is thrown as soon as it settles, so nothing still pending can be yielded anymore.
							// An error from a pull after the end of the source is dropped, as `done` is final, so it must have no effect. `doneIndex` is set before the worker that saw `done` settles, so its slot hand-back runs before the delivery check of any error that sees it here, and the two always agree.
							if (preserveOrder) {
								stopIndex = Math.min(stopIndex, currentIndex);
							} else if (currentIndex < doneIndex) {
								isDone = true;
							}

							return {error};
						}
					})();

					if (preserveOrder) {
						promises.push(promise);
						return;
					}

					promises.push(undefined);

					unfilledIndexes.add(currentIndex);

					// The worker never rejects, as errors are returned as a value.
					// The slot is filled here, a tick after the worker settles, rather than by the worker itself, for the same reason the consumer awaits a filled slot: so the consumer never runs, and pulls, earlier.
					promise.then(result => {
						// The slot was already given back, as the pull came after the end of the source.
						if (!unfilledIndexes.delete(currentIndex)) {
							return;
						}

						if (result.done) {
							// The pulls made after this one came after the end of the source, and a source like a queue may never answer them, so give their slots back now instead of waiting on them.
							for (const unfilledIndex of unfilledIndexes) {
								if (unfilledIndex > currentIndex) {
									unfilledIndexes.delete(unfilledIndex);
									fillSlot({done: true});
								}
							}
						}

						fillSlot(result);
					});
				}

				trySpawn();

				try {
					while (headIndex < promises.length) {
						// Without `preserveOrder`, a filled slot holds the result itself, and it is still awaited. That takes one tick, like awaiting a settled promise, so the consumer, and its `trySpawn()`, never run earlier than with a promise in the slot. Taking a ready result without the tick can make the consumer pull before it sees a stop or the end of the source, and a one-shot source, like a queue, would lose that item.
						// eslint-disable-next-line no-await-in-loop
						const result = await (promises[headIndex] ?? new Promise(resolve => {
							wake = resolve;
						}));
						const {done, value} = result;

						// Release the entry instead of leaving it for a `shift()` to move, and drop the
						// consumed prefix once it is at least half the array. That keeps the backing
						// store proportional to the results still in flight rather than to the total
						// ever spawned, which matters for an endless source, while costing one copy per
						// half of the array, so it stays O(1) per element.
						promises[headIndex] = undefined;
						headIndex++;

						if (headIndex * 2 >= promises.length) {
							promises = promises.slice(headIndex);
							fillIndex -= headIndex;
							headIndex = 0;
						}

						if (Object.hasOwn(result, 'error')) {
							throw result.error;
						}

						if (done) {
							// Without `preserveOrder`, the `done` can arrive while other workers are still running.
							if (preserveOrder) {
								return;
							}

							continue;
						}

						// The stream ends where the stop would have been yielded: after the earlier elements with `preserveOrder`, and after the results that were ready before it without.
						if (value === pMapStop) {
							return;
						}

						// Spawn if just dropped below the backpressure limit and still below the reading limit
						trySpawn();

						// A `pMapSkip` result stays in `promises` and is stepped over here. Splicing it out
						// in the worker instead would make every skip an O(n) scan and move, so a run of
						// skips would be O(n²).
						if (value === pMapSkip) {
							continue;
						}

						yield value;
					}
				} finally {
					// Stop pulling input once the consumer stops iterating, otherwise pending skipped mappers keep spawning work.
					isDone = true;

					if (!isIterableDone) {
						closeIterator(iterator);
					}
				}
			})();

			// Override `return()` and `throw()` on the generator itself instead of wrapping it, so it
			// keeps what it inherits, like `Symbol.asyncDispose` for `await using`, and `next()` stays
			// the native one. Plain functions, not `async`: the generator already returns a promise,
			// and an `async` function would wrap it in two more promises and two more microtask hops.
			const {return: generatorReturn, throw: generatorThrow} = generator;

			generator.return = value => {
				isDone = true;
				return generatorReturn.call(generator, value);
			};

			generator.throw = error => {
				isDone = true;
				return generatorThrow.call(generator, error);
			};

			return generator;
		},
	};
}

const pMapSkip = Symbol('skip');

const pMapStop = Symbol('stop');

// The checks `pMap` and `pMapIterable` share, so both reject the same input the same way.
// `mapConcurrently` runs this inside its promise, so a bad argument rejects rather than throws.
function validateOptions(iterable, mapper, concurrency) {
	// Optional chaining, so a nullish input gets this message rather than Node's internal
	// "null is not iterable".
	if (iterable?.[Symbol.iterator] === undefined && iterable?.[Symbol.asyncIterator] === undefined) {
		throw new TypeError(`Expected \`input\` to be either an \`Iterable\` or \`AsyncIterable\`, got (${typeof iterable})`);
	}

	if (typeof mapper !== 'function') {
		throw new TypeError('Mapper function is required');
	}

	if (!isLimit(concurrency, 1)) {
		throw new TypeError(`Expected \`concurrency\` to be an integer from 1 and up or \`Infinity\`, got \`${concurrency}\` (${typeof concurrency})`);
	}
}

// Whether the value is an integer from `minimum` and up, or `Infinity`, as `concurrency` and `backpressure` must be.
function isLimit(value, minimum) {
	return (Number.isSafeInteger(value) && value >= minimum) || value === Number.POSITIVE_INFINITY;
}

// Read the entries of a `Map`, or else the own enumerable keys, strings and symbols, in the order and the way `Promise.allKeyed` does, all up front. Each value gets a handler right away, also like `Promise.allKeyed`, so a value that rejects before a mapper slot reaches it is not an unhandled rejection.
function getKeyedEntries(input) {
	if (input === null || (typeof input !== 'object' && typeof input !== 'function')) {
		throw new TypeError(`Expected \`input\` to be an object, got (${input === null ? 'null' : typeof input})`);
	}

	const entries = [];

	const addEntry = (key, value) => {
		// Resolve the whole entry, so the engine checks termination after the value settles and before the mapper runs.
		entries.push(Promise.resolve(value).then(
			value => [key, {status: 'fulfilled', value}],
			error => [key, {status: 'rejected', reason: error}],
		));
	};

	if (input instanceof Map) {
		for (const [key, value] of input) {
			addEntry(key, value);
		}
	} else {
		for (const key of Reflect.ownKeys(input)) {
			if (Object.getOwnPropertyDescriptor(input, key)?.enumerable) {
				addEntry(key, input[key]);
			}
		}
	}

	return entries;
}

// Take the async iterator when the input has both, like `for await` does.
function getIterator(iterable) {
	return iterable[Symbol.asyncIterator] === undefined ? iterable[Symbol.iterator]() : iterable[Symbol.asyncIterator]();
}

// Close the source so it can release its resources, like `for await` does.
// Callers must not await this so a source that is blocked in `next()` cannot block them.
async function closeIterator(iterator) {
	try {
		await iterator.return?.();
	} catch {}
}

// Pull the next item, and stop pulling once the source has reported `done`: a source like a queue
// may block in `next()` after it is exhausted, which would hang the caller. `done` is final, like
// `for await`, so anything the source produces after it is dropped.
function createPuller(iterator) {
	let isSourceDone = false;

	// A sync iterable, like an array, answers right away, so `done` can be seen here. An async
	// iterable is seen in the `then` below, as soon as its pull settles.
	const markDone = item => {
		if (item?.done) {
			isSourceDone = true;
		}
	};

	return () => {
		if (isSourceDone) {
			return {done: true};
		}

		const result = iterator.next();
		markDone(result);

		// A sync iterable, like an array, answers right away, so `done` has been read already and
		// the result can go back untouched.
		if (typeof result?.then !== 'function') {
			return result;
		}

		// An async iterable settles later, so `done` is read off the pull once it does. That is a
		// branch of its own, which leaves the caller awaiting the pull itself rather than a promise
		// derived from it, so an async source does not pay an extra microtask per element. The
		// rejection is handled here as well as by the caller, so a pull cannot escape as an
		// unhandled rejection. A thenable that is not a promise is turned into one first, so it is
		// subscribed to once, like `for await` does, while a native promise is returned as is.
		const promise = Promise.resolve(result);
		promise.then(markDone, () => {});

		return promise;
	};
}

;// CONCATENATED MODULE: ./lib/servers/poller.js



/**
 * Polls these servers, one poll for all.
 * @param progress what to say about every 30 s, from the time waited, in milliseconds; nothing if absent
 */
function createServerPoller(servers, { pollingApi, context, schedule, log }, progress) {
    return new Poller({
        read: createServerReader(servers, pollingApi),
        schedule,
        onProgress: (waitedMs) => {
            if (progress)
                log(progress(waitedMs));
        },
        onError: (error) => log(`  The servers cannot be read right now, still waiting: ${errorMessage(error)}`),
    }, context);
}

;// CONCATENATED MODULE: ./lib/servers/power.js







/** `start` and `stop` are sent again this often while they show no effect, in milliseconds. */
const RESEND_MS = 60_000;
/** After a transient error they are sent again sooner, in milliseconds. */
const RESEND_AFTER_ERROR_MS = 5000;
/** After a signal the process has 2 s in all, so the start of a server has this long, in milliseconds. */
const DETACHED_START_MS = 1500;
/** An accepted stop may still take effect while the server says `active`; after this long it has not, in milliseconds. */
const LATE_STOP_MS = 120_000;
/**
 * Stops a server and waits until it is stopped.
 * @throws ActionError if it is refused or does not stop in time; the reason of the abort
 */
async function stopServer(server, poller, session, deadline) {
    await switchPower(server, { action: 'stop', from: ACTIVE, to: STOPPED }, poller, session, deadline);
}
/**
 * Starts a server and waits until it is active. Sending `start` again is safe, so it is sent after any error and every
 * 60 s while the server stays stopped (docs/contract.md, Stopping the server).
 * @throws ActionError if it is refused or does not start in time; the reason of the abort
 */
async function startServer(server, poller, session, deadline) {
    await switchPower(server, { action: 'start', from: STOPPED, to: ACTIVE }, poller, session, deadline);
}
/** The API refused to switch the power of a server, so nothing was changed. */
class PowerRefusedError extends ActionError {
    constructor(server, action, refusal) {
        super({
            summary: `${describeServer(server)} could not be told to ${action}: ${refusal.message}`,
            hint: 'Give the token the permission servers:*, which power needs.',
        }, refusal);
        this.name = 'PowerRefusedError';
    }
}
async function switchPower(server, { action, from, to }, poller, session, deadline) {
    let status = '';
    for (let isFirst = true;; isFirst = false) {
        const resendMs = await send(server, action, isFirst, session, deadline);
        const isSettled = await poller.until((servers, { waitedMs }) => {
            const seen = servers.find((one) => isSame(one, server));
            if (seen)
                status = seen.status;
            return status === to || (seen !== undefined && isBroken(seen)) || (status === from && waitedMs >= resendMs);
        }, deadline);
        if (status === to)
            return;
        if (isSettled && status === from)
            continue;
        throw new ActionError({
            summary: isSettled
                ? `${describeServer(server)} is "${status}" and cannot be ${action === 'start' ? 'started' : 'stopped'}.`
                : `${describeServer(server)} did not become "${to}" within ${formatDuration(deadline.timeoutMs)} (timeout_minutes) after "${action}".`,
            state: `The server is "${status || 'unknown'}".`,
            hint: `Check the server in the VPS.org control panel.`,
        });
    }
}
/** True for a refusal that no retry changes: the token lacks the permission, or the API has no such call. */
function isFinal(error) {
    return isRefusal(error) || error instanceof NotFoundError || error instanceof MethodNotAllowedError;
}
/** @returns after how many milliseconds to send it again */
async function send(server, action, isFirst, { pollingApi, log }, deadline) {
    try {
        await pollingApi.setPower(server, action, deadline);
        log(`Sent "${action}" to ${describeServer(server)}`);
        return RESEND_MS;
    }
    catch (error) {
        if (!isCallError(error))
            throw error;
        if (isFirst && isFinal(error))
            throw new PowerRefusedError(server, action, error);
        log(`${describeServer(server)}: "${action}" failed: ${errorMessage(error)}; it will be sent again`);
        return RESEND_AFTER_ERROR_MS;
    }
}
/**
 * Sends `start` once and waits for nothing, because the process is about to end. It goes out although the job was
 * cancelled.
 * @returns why it failed; `undefined` if it was accepted
 */
async function startDetached(server, { detachedApi, context }) {
    try {
        await detachedApi.setPower(server, 'start', new Deadline(context.clock, DETACHED_START_MS));
        return undefined;
    }
    catch (error) {
        return errorMessage(error);
    }
}
/**
 * Makes sure that a server which was told to stop runs in the end: a stop that was accepted may still take effect, so the
 * server is watched until it has stopped and been started, or has stayed active for 2 min (docs/contract.md, Stopping the
 * server).
 * @throws ActionError if it cannot be started in time; the reason of the abort
 */
async function ensureStarted(server, poller, session, deadline) {
    let activeSinceMs;
    const isStable = await poller.until((servers, { requestedMs }) => {
        const status = servers.find((one) => isSame(one, server))?.status;
        if (status !== ACTIVE)
            activeSinceMs = undefined;
        else
            activeSinceMs ??= requestedMs;
        return status === STOPPED || (activeSinceMs !== undefined && requestedMs - activeSinceMs >= LATE_STOP_MS);
    }, deadline);
    if (isStable && activeSinceMs !== undefined)
        return;
    await startServer(server, poller, session, deadline);
}
/**
 * The command that starts a server from any shell, for errors that leave one stopped. The token stands there as a
 * variable.
 * @param apiUrl checked to contain nothing that leaves the quotes
 */
function startCommand(server, apiUrl) {
    const id = toJsonId(server.uuid ?? server.key);
    return `curl --fail-with-body -X POST -H "Authorization: Bearer $VPS_API_TOKEN" -H 'Content-Type: application/json' -d '{"action": "start"}' '${apiUrl}/servers/${id}/power/'`;
}

;// CONCATENATED MODULE: ./lib/polling/consistency.js
/**
 * For this long a list may lag behind what the API has accepted, in milliseconds (docs/contract.md, Retries and polling).
 * It rules three waits: how long a lost create is looked for, a lost restore, and how long a missing snapshot or server
 * may stay missing.
 */
const LIST_GRACE_MS = 60_000;

;// CONCATENATED MODULE: ./lib/snapshots/wait.js








/** How long a snapshot usually takes (docs/api.md, Snapshots). */
const SNAPSHOT_DURATION = { words: '3–15 min', maxMs: 15 * 60_000 };
/** A snapshot in progress for longer than this no longer counts: it is stuck (docs/contract.md, Snapshot). */
const STUCK_MS = 60 * 60_000;
/** This many readings in a row must agree that a server is no longer being restored. */
const STEADY_READINGS = 3;
/**
 * Polls the snapshots of these servers, one poll for all.
 * @param progress what to say about every 30 s, from the time waited, in milliseconds
 */
function createSnapshotPoller(servers, { pollingApi, context, schedule, log }, progress) {
    return new Poller({
        read: (deadline) => readSnapshots(servers, pollingApi, deadline),
        schedule,
        onProgress: (waitedMs) => log(progress(waitedMs)),
        onError: (error) => log(`  The snapshots cannot be read right now, still waiting: ${errorMessage(error)}`),
    }, context);
}
/**
 * Waits until the snapshot of a record has completed, and keeps the record up to date.
 * @param onChange called for each new state
 * @throws ActionError if the snapshot failed, disappeared, or has not completed in time: an unknown status is unfinished;
 *   errors of the API that are not transient; the reason of the abort
 */
async function waitForSnapshot(record, poller, session, deadline, onChange) {
    const { clock } = session.context;
    const startedMs = clock.monotonicMs();
    const first = record.snapshot;
    if (!first)
        return;
    let snapshot = first;
    let isListed = false;
    let missingSinceMs;
    let failure;
    const waitedMs = () => clock.monotonicMs() - startedMs;
    const judge = (isNew) => {
        if (hasFailed(snapshot))
            failure = failed(snapshot, waitedMs());
        else if (isUnfinished(snapshot) && isNew)
            session.log(`  ${statusLine(snapshot)}`);
        return failure !== undefined || isCompleted(snapshot);
    };
    const isDone = ({ items }, { requestedMs }) => {
        const seen = items.find((one) => isSame(one, snapshot) && isSame(one.server, record.server));
        if (!seen) {
            missingSinceMs ??= isListed ? requestedMs : 0;
            if (requestedMs - missingSinceMs >= LIST_GRACE_MS)
                failure = disappeared(snapshot, isListed, waitedMs());
            return failure !== undefined;
        }
        const isNew = seen.status !== snapshot.status;
        snapshot = { ...seen, server: record.server };
        isListed = true;
        missingSinceMs = undefined;
        record.snapshot = snapshot;
        const isOver = judge(isNew);
        if (isNew)
            onChange();
        return isOver;
    };
    const isOver = judge(false) || (await poller.until(isDone, deadline));
    if (!isOver)
        failure = timedOut(snapshot, waitedMs());
    if (failure)
        throw failure;
    session.log(`✓ snapshot ${snapshot.key} on ${describeServer(snapshot.server)} completed in ${formatDuration(waitedMs())}, ${formatSize(snapshot.sizeMb)}`);
}
function statusLine(snapshot) {
    const note = isUndocumented(snapshot) ? ', an undocumented status; treating it as still in progress' : '';
    return `snapshot ${snapshot.key} on ${describeServer(snapshot.server)}, status: ${snapshot.status}${note}`;
}
function failed(snapshot, waitedMs) {
    return new ActionError({
        summary: `${describeSnapshot(snapshot)} ended as "${snapshot.status}" after ${formatDuration(waitedMs)}.`,
        state: 'The server was not changed. This snapshot cannot be restored.',
        hint: 'Check the server in the VPS.org control panel, then re-run the job to take a new snapshot.',
    });
}
function disappeared(snapshot, isListed, waitedMs) {
    const summary = isListed
        ? `${describeSnapshot(snapshot)} disappeared from the snapshot list after ${formatDuration(waitedMs)}; its last status was "${snapshot.status}".`
        : `${describeSnapshot(snapshot)} was accepted, but has not appeared in the snapshot list for ${formatDuration(waitedMs)}.`;
    return new ActionError({
        summary,
        state: 'The server was not changed. This step has no snapshot that can be restored.',
        hint: 'Check in the VPS.org control panel whether somebody deleted it, then re-run the job to take a new snapshot.',
    });
}
function timedOut(snapshot, waitedMs) {
    return new ActionError({
        summary: `${describeSnapshot(snapshot)} has not completed after ${formatDuration(waitedMs)} (timeout_minutes); its status is "${snapshot.status}".`,
        state: 'VPS.org is still working on it; it may still complete.',
        hint: 'Re-run the job: this step will pick up the same snapshot. For a slow server, increase timeout_minutes.',
    });
}
/**
 * True for a snapshot that keeps others of its server waiting: in progress, and not stuck.
 * @param nowMs milliseconds since the epoch
 */
function isInTheWay(snapshot, nowMs) {
    const { createdAtMs } = snapshot;
    return isUnfinished(snapshot) && createdAtMs !== undefined && nowMs - createdAtMs <= STUCK_MS;
}
/**
 * Waits while a server is being restored, so that no half-restored state is captured.
 * @returns the status of the server then
 * @throws ActionError if that lasts too long; errors of the API that are not transient; the reason of the abort
 */
async function waitWhileRestoring(server, poller, { log }, deadline) {
    if (server.status !== RESTORING)
        return server.status;
    log(`  ${describeServer(server)} is being restored; waiting for that to finish before taking a snapshot`);
    let steady = 0;
    let status = RESTORING;
    const isSteady = await poller.until((servers) => {
        status = servers.find((one) => isSame(one, server))?.status ?? RESTORING;
        steady = status === RESTORING ? 0 : steady + 1;
        return steady >= STEADY_READINGS;
    }, deadline);
    if (isSteady)
        return status;
    throw new ActionError({
        summary: `${describeServer(server)} is still being restored after ${formatDuration(deadline.timeoutMs)} (timeout_minutes). No snapshot was created.`,
        state: 'The restore continues. The server is down until it has finished.',
        hint: 'Check the server in the VPS.org control panel, then re-run the job.',
    });
}
/**
 * Waits while another snapshot of the server is in progress.
 * @param there what the server has now
 * @returns whether there was one to wait for
 * @throws ActionError if that lasts too long; errors of the API that are not transient; the reason of the abort
 */
async function waitForOtherSnapshot(server, there, poller, { context, log }, deadline) {
    const inTheWay = (snapshots) => snapshots.find((snapshot) => isInTheWay(snapshot, context.clock.now()));
    let other = inTheWay(there);
    if (!other)
        return false;
    log(`  ${describeSnapshot(other)} is in progress; waiting for it before creating another`);
    const isQuiet = await poller.until(({ items }) => {
        other = inTheWay(ofServer(items, server));
        return other === undefined;
    }, deadline);
    if (isQuiet || !other)
        return true;
    throw new ActionError({
        summary: `${describeSnapshot(other)} is still in progress after ${formatDuration(deadline.timeoutMs)} (timeout_minutes). No other snapshot was created.`,
        state: 'The server was not changed and is still running.',
        hint: 'Check that snapshot in the VPS.org control panel; delete it if it is stuck, then re-run the job.',
    });
}

;// CONCATENATED MODULE: ./lib/notify/notification.js


const notification_REQUEST_MS = 10_000;
const notification_MAX_RESPONSE_BYTES = 64 * 1024;
/** In UTF-16 units: Discord refuses more, and Slack and Mattermost take more. */
const notification_MAX_TEXT_LENGTH = 2000;
/** What could mention somebody or make a link of a text that came from outside. */
const ACTING = /[<>@]|\](?=\()/gu;
const REPLACEMENTS = new Map([
    ['<', '‹'],
    ['>', '›'],
    ['@', '@\u200b'],
    [']', '] '],
]);
/**
 * Posts `{"text": …}` to a webhook, as Slack, Mattermost and Discord's `/slack` take it (docs/contract.md, Inputs,
 * `notify_url`). It never throws: whether somebody was told does not change the rollback.
 * @param url a secret
 * @param text newlines are kept; whatever in it could mention somebody is made harmless
 * @param redact replaces the secrets in a text, which the runner's masks do not reach
 * @returns why it failed, without the URL; `undefined` if it was taken
 */
async function sendNotification(url, text, http, redact) {
    const headers = { 'content-type': 'application/json', accept: '*/*' };
    const body = JSON.stringify({ text: truncate(sanitize(text, redact), notification_MAX_TEXT_LENGTH) });
    try {
        const request = { method: 'POST', url, headers, body };
        const { status } = await http(request, notification_REQUEST_MS, { maxBytes: notification_MAX_RESPONSE_BYTES });
        return status >= 200 && status < 300 ? undefined : `The webhook returned ${status}.`;
    }
    catch (error) {
        return redact(errorMessage(error));
    }
}
function sanitize(text, redact) {
    const lines = redact(text).split('\n').map(sanitizeLine);
    return redact(lines.join('\n')).replace(ACTING, (mark) => REPLACEMENTS.get(mark) ?? '');
}

;// CONCATENATED MODULE: ./lib/report/rollback-instructions.js

const CURL = 'curl --fail-with-body -X POST -H "Authorization: Bearer $VPS_API_TOKEN"';
/**
 * How to restore these snapshots, folded: a step for a workflow, and a request for a shell if GitHub is down. The token
 * stands there as a variable, never with its value.
 * @param title of the folded section
 * @returns empty if there are no snapshots
 */
function rollbackInstructions(title, snapshots, { apiUrl, uses }) {
    if (snapshots.length === 0)
        return '';
    const step = [
        `- uses: ${uses}`,
        '  with:',
        '    mode: rollback',
        `    server_id: '${snapshots.map(({ server }) => server.key).join(',')}'`,
        `    snapshot_id: '${snapshots.map(({ key }) => key).join(',')}'`,
        '    api_token: $' + '{{ secrets.VPS_API_TOKEN }}',
    ].join('\n');
    return details(markdown `<b>${title}</b>`, joinSections('Add this step to a workflow in this repository:', codeBlock('yaml', step), `If GitHub is down, run this from any shell. The restore starts immediately and overwrites the ${snapshots.length === 1 ? 'server' : 'servers'}:`, codeBlock('sh', restoreCommands(snapshots, apiUrl))));
}
function restoreCommands(snapshots, apiUrl) {
    const [first, ...others] = snapshots.map(({ key }) => key);
    if (others.length === 0)
        return `${CURL} '${apiUrl}/snapshots/${first}/restore/'`;
    return [
        `for id in ${[first, ...others].join(' ')}; do`,
        `  ${CURL} '${apiUrl}/snapshots/'"$id"'/restore/'`,
        'done',
    ].join('\n');
}

;// CONCATENATED MODULE: ./lib/report/timeline.js



/** Longer names would leave no room for the bars, in characters. */
const timeline_MAX_NAME_LENGTH = 40;
/** A chart of more bars cannot be read, and GitHub draws none with more than 50,000 characters. */
const MAX_BARS = 100;
/** Times without a zone, which Mermaid shows to everyone alike. */
const FORMAT = ['  dateFormat YYYY-MM-DDTHH:mm:ss', '  axisFormat %H:%M:%S', '  todayMarker off'];
const SECONDS_LENGTH = '2025-01-16T12:00:00'.length;
/**
 * A Gantt chart in Mermaid, which GitHub draws. Of more than 100 servers, it shows the slowest.
 * @param title without characters that Mermaid gives a meaning
 * @returns empty for fewer than two servers, of which the table says everything
 */
function timeline(title, entries) {
    const bars = entries.flatMap(({ startedAtMs, durationMs, ...rest }) => startedAtMs === undefined || durationMs === undefined ? [] : [{ ...rest, startedAtMs, durationMs }]);
    if (bars.length < 2)
        return '';
    const slowest = new Set(bars.toSorted((a, b) => b.durationMs - a.durationMs).slice(0, MAX_BARS));
    const note = bars.length > MAX_BARS ? `, the ${MAX_BARS} slowest of ${bars.length}` : '';
    const lines = bars.filter((bar) => slowest.has(bar)).map(barLine);
    return codeBlock('mermaid', ['gantt', `  title ${title} (UTC${note})`, ...FORMAT, ...lines].join('\n'));
}
function barLine({ server, startedAtMs, durationMs, failed }) {
    // The name is reduced to characters without a meaning in Mermaid. The id stands before it, so that no name is taken
    // for a keyword.
    const name = allowedInName(server.name).slice(0, timeline_MAX_NAME_LENGTH);
    const label = [server.key, name, '·', formatDuration(durationMs)].filter((part) => part !== '').join(' ');
    const [from, to] = [startedAtMs, startedAtMs + durationMs].map(secondsTime);
    return `  ${label} :${failed ? 'crit' : 'done'}, ${from}, ${to}`;
}
function secondsTime(ms) {
    return new Date(ms).toISOString().slice(0, SECONDS_LENGTH);
}

;// CONCATENATED MODULE: ./lib/report/rollback-report.js













const rollback_report_TITLE = 'VPS.org rollback';
/** More rows than this are folded. */
const rollback_report_MAX_OPEN_ROWS = 10;
/** The outputs, as far as they are known (docs/contract.md, Outputs). */
function rollbackOutputs(data, settings) {
    const { records, healthy } = data;
    return {
        snapshot_id: joinOutputs(records, ({ target }) => target.key),
        snapshot_name: joinOutputs(records, ({ target }) => allowedInName(target.name)),
        status: combineStatus(records.map(({ target }) => allowedInName(target.status)), 'completed'),
        created: joinOutputs(records, () => 'false'),
        size_mb: joinOutputs(records, ({ target }) => String(target.sizeMb ?? '')),
        created_at: joinOutputs(records, ({ target }) => createdAt(target)),
        duration_seconds: toSeconds(settings.durationMs),
        rolled_back: String(isRolledBack(data)),
        server_status: joinOutputs(records, ({ serverStatus }) => allowedInName(serverStatus)),
        healthy: String(healthy ?? ''),
        discarded_seconds: joinOutputs(records, ({ discardedMs }) => discardedMs === undefined ? '' : toSeconds(discardedMs)),
        snapshots: JSON.stringify(records.map(({ server, target }) => ({
            server_id: toJsonId(server.key),
            snapshot_id: toJsonId(target.key),
            name: allowedInName(target.name),
            status: allowedInName(target.status),
            size_mb: target.sizeMb,
            created_at: createdAt(target),
            created: false,
        }))),
    };
}
function createdAt({ createdAtMs }) {
    return createdAtMs === undefined ? '' : format_isoTime(createdAtMs);
}
/**
 * True if every server was seen to be active again after its restore. If the token may not read servers, the health
 * check proves it.
 */
function isRolledBack({ records, skipped, healthy }) {
    const isBack = ({ stage }) => stage === 'restored' || (stage === 'started' && healthy === true);
    return records.length > 0 && skipped.length === 0 && records.every(isBack);
}
/**
 * What a restore discards, such as `writes since 14:03:10 UTC (16 min 45 s)`.
 * @param nowMs for a restore that was not requested yet, milliseconds since the epoch
 */
function discardedLine({ target, discardedMs }, nowMs) {
    const { createdAtMs } = target;
    const sinceMs = nowMs === undefined || createdAtMs === undefined ? undefined : Math.max(0, nowMs - createdAtMs);
    return formatDiscarded(createdAtMs, discardedMs ?? sinceMs);
}
/** What is known of each server, a sentence each, for an error that interrupts the work. */
function rollbackStateLines({ records, safety, skipped }) {
    const restores = records.map(stateLine);
    return [
        ...safety.flatMap(({ snapshot }) => snapshot
            ? `The state before the rollback is ${describeSnapshot(snapshot)}, status ${quote(snapshot.status)}.`
            : []),
        ...(restores.length > 0 ? restores : ['No restore was started. The servers were not changed.']),
        ...skipped.map(skippedLine),
    ];
}
function stateLine({ server, target, stage, serverStatus, failure }) {
    if (failure)
        return failure.parts.summary;
    const subject = capitalize(describeServer(server));
    const snapshot = `snapshot ${target.key}`;
    const lines = {
        checked: `${subject} was not changed: its restore was not started.`,
        requested: `${subject} may be restoring from ${snapshot}: it is unknown whether the restore was started.`,
        started: `${subject} is being restored from ${snapshot}, status ${quote(serverStatus || RESTORING)}; it is down until that has finished.`,
        restored: `${subject} was restored from ${snapshot} and is ${quote(serverStatus)}.`,
        failed: `The restore of ${describeServer(server)} from ${snapshot} failed.`,
    };
    return lines[stage];
}
function skippedLine({ server, reason }) {
    return `${capitalize(describeServer(server))} was not rolled back: ${withFullStop(reason)}`;
}
/** What a dry run would do, a line each. */
function rollbackPlan({ records, safety, skipped }, { nowMs }) {
    return [
        'Dry run: only read requests were sent.',
        ...safety.map(({ server }) => `Would first take a snapshot of the current state of ${describeServer(server)}`),
        ...records.map((record) => `Would restore ${describeServer(record.server)} from ${describeSnapshot(record.target)}, discarding ${discardedLine(record, nowMs)}`),
        ...skipped.map(skippedLine),
    ];
}
/** The failures of the servers, or else that of the health check; `undefined` if there is none. */
function rollbackFailure({ records, skipped, healthFailure }) {
    return (combineFailures([
        ...records.map(({ server, target, serverStatus, stage, failure }) => {
            return { failure, label: `${server.key} (snapshot ${target.key}, ${serverStatus || stage})` };
        }),
        ...skipped.map((one) => ({ failure: skippedError(one), label: one.server.key })),
    ], 'server', ['could not be restored', 'could not be restored']) ?? healthFailure);
}
function skippedError(skipped) {
    return new ActionError({
        summary: skippedLine(skipped),
        state: 'It was not changed and still runs what was deployed.',
        hint: 'Check the server, then roll it back with `mode: rollback` and a completed snapshot, or deploy a fixed release.',
    });
}
/**
 * The result in one line of the log.
 * @returns empty if a server or the health check failed: the error says so, and only once
 */
function rollbackVerdict(data, { dryRun }) {
    const { records } = data;
    const [first, ...others] = records;
    if (!first || rollbackFailure(data))
        return '';
    if (dryRun)
        return '✅ dry run: nothing was changed';
    if (others.length > 0 || !isRolledBack(data))
        return `${icon(data)} ${rollback_report_verdict(data)}`;
    const duration = first.downMs === undefined ? '' : ` in ${formatDuration(first.downMs)}`;
    const restored = `${describeServer(first.server)} restored from snapshot ${first.target.key}${duration}`;
    return `✅ ${restored}${data.healthy ? ', healthy' : ''}; discarded ${discardedLine(first)}`;
}
function icon(data) {
    return isRolledBack(data) ? '✅' : '⏳';
}
/** How it ended for all servers, if nothing has failed. */
function rollback_report_verdict(data) {
    const { records, healthy } = data;
    if (!isRolledBack(data)) {
        const restored = records.filter(({ stage }) => stage === 'restored').length;
        return `${restored} of ${pluralize(records.length, 'server')} restored, the others not finished yet`;
    }
    return `${pluralize(records.length, 'server')} restored${healthy ? ', healthy' : ''}`;
}
/** @param failure what the rollback ended with, if it failed */
function commitStatusOf(data, failure) {
    if (failure)
        return { state: 'failure', description: failure.parts.summary };
    const [first] = data.records;
    const description = first && data.records.length === 1 && isRolledBack(data)
        ? `${capitalize(describeServer(first.server))} restored from snapshot ${first.target.key}${data.healthy ? ', healthy' : ''}`
        : capitalize(rollback_report_verdict(data));
    return { state: isRolledBack(data) ? 'success' : 'pending', description };
}
/** More servers than this are counted in a notification. */
const MAX_NOTIFIED = 10;
/**
 * The text of a notification: why, what runs now, what was discarded, and how to undo it. Text from outside can mention
 * nobody and link to nothing in a chat.
 */
function notificationText(data, failure, { repository, runUrl }) {
    const { records, reason, afterJob } = data;
    const rollback = `rollback${afterJob ? ' after the job' : ''}${reason === '' ? '' : ` because ${reason}`}`;
    const head = failure
        ? `❌ ${repository}: ${rollback}: failed. ${failure.parts.summary}`
        : `${icon(data)} ${repository}: ${rollback}: ${rollback_report_verdict(data)}.`;
    const left = records.length - MAX_NOTIFIED;
    const lines = [
        head,
        ...records.slice(0, MAX_NOTIFIED).map(notifiedLine),
        ...(left > 0 ? [`… and ${pluralize(left, 'more server')}.`] : []),
        ...(records.some(isAccepted) ? [undoLine(data)] : []),
        ...(failure ? [`Next: ${failure.parts.hint}`] : []),
    ];
    return [...lines.map(inertInChat), runUrl].join('\n');
}
function notifiedLine(record) {
    const { server, target, stage, serverStatus, failure } = record;
    const subject = `• ${describeServer(server)}`;
    const status = serverStatus === '' ? '' : `, status ${serverStatus}`;
    if (stage === 'restored') {
        const loss = `Discarded: ${discardedLine(record)}.`;
        return `${subject}: runs ${nameSnapshot(target)} again${status}. ${loss}${failure ? ` ${failure.parts.summary}` : ''}`;
    }
    if (failure)
        return `${subject}: ${failure.parts.summary}`;
    return `${subject}: ${RESTORE_STAGES[stage]} (snapshot ${target.key})${status}.`;
}
function undoLine({ safety }) {
    const snapshots = completedOf(safety);
    if (snapshots.length === 0)
        return 'This rollback cannot be undone: there is no safety snapshot.';
    const ids = snapshots.map(({ key }) => key).join(',');
    return `To undo this rollback, run mode: rollback with snapshot_id: ${ids}`;
}
/** Breaks up what chats take as a mention, a link or a command. */
function inertInChat(text) {
    return text
        .replaceAll('@', '@\u200B')
        .replaceAll('<', '‹')
        .replaceAll('>', '›')
        .replaceAll('](', '] (')
        .replaceAll('://', ':\u200B//');
}
/**
 * The summary of the rollback.
 * @param failure what it ended with, if it failed
 */
function rollbackSummary(data, settings, failure) {
    const { records, safety, skipped, healthy, healthCheckUrl } = data;
    const own = rollbackFailure(data);
    const error = failure ?? own;
    const isFleet = records.length + skipped.length > 1;
    const isInTable = isFleet && error?.message === own?.message && error?.message !== data.healthFailure?.message;
    const failed = records.filter((record) => record.failure);
    const others = records.filter((record) => !record.failure);
    const health = isFleet ? undefined : healthCell(healthy, healthCheckUrl);
    const list = recordTable(others, settings, health);
    return page(`### ${heading(data, settings, error)}`, intro(data, settings), error && !isInTable ? cautionBlock(error.message) : '', isFleet ? failureTable(failed, skipped) : recordTable(failed, settings, health), others.length > rollback_report_MAX_OPEN_ROWS || (isFleet && failed.length + skipped.length > 0 && others.length > 0)
        ? details(othersTitle(others), list)
        : list, isFleet && healthy !== undefined ? concat(['Health check: ', healthCell(healthy, healthCheckUrl) ?? '']) : '', timelineSection(records), rollbackInstructions('How to undo this rollback', completedOf(safety), settings), rollbackInstructions('How to try the rollback again', failed.map(({ target }) => target), settings));
}
function heading(data, { dryRun }, error) {
    const { records, skipped, healthFailure } = data;
    if (!error)
        return dryRun ? `✅ ${rollback_report_TITLE}: dry run, nothing was changed` : `${icon(data)} ${rollback_report_TITLE}: ${rollback_report_verdict(data)}`;
    const total = records.length + skipped.length;
    const failed = records.filter(({ failure }) => failure).length + skipped.length;
    if (failed === 0 && healthFailure)
        return `❌ ${rollback_report_TITLE}: ${pluralize(total, 'server')} restored, not healthy`;
    if (dryRun)
        return `❌ ${rollback_report_TITLE}: dry run failed`;
    return `❌ ${rollback_report_TITLE}: ${total > 1 && failed > 0 ? `${failed} of ${pluralize(total, 'server')} failed` : 'failed'}`;
}
/** Why there is a rollback, and what was discarded. */
function intro({ records, reason }, settings) {
    const sentences = [];
    if (reason !== '')
        sentences.push(prose(withFullStop(/^[a-z]+ /u.test(reason) ? capitalize(reason) : reason)));
    const discarded = records.filter((record) => settings.dryRun || isAccepted(record) || record.stage === 'requested');
    const [first, ...others] = discarded;
    if (first)
        sentences.push(others.length > 0 ? fleetLoss(discarded, settings) : loss(first, settings));
    return concat(sentences, ' ');
}
function lostMs({ target, discardedMs }, { dryRun, nowMs }) {
    const { createdAtMs } = target;
    if (!dryRun || createdAtMs === undefined)
        return discardedMs;
    return Math.max(0, nowMs - createdAtMs);
}
function loss(record, settings) {
    const { createdAtMs } = record.target;
    const ms = lostMs(record, settings);
    const end = lossEnd([record], settings);
    if (createdAtMs === undefined || ms === undefined) {
        return markdown `Everything written to the server since the snapshot was taken ${end}`;
    }
    const since = formatTimeBefore(createdAtMs, ms);
    return markdown `Everything written to the server after **${since}** (${formatRoughDuration(ms)} before the rollback) ${end}`;
}
function fleetLoss(records, settings) {
    const spans = records.flatMap((record) => lostMs(record, settings) ?? []);
    const upTo = spans.length > 0 ? ` (up to ${formatRoughDuration(Math.max(...spans))} before the rollback)` : '';
    return markdown `Everything written to the servers since their snapshots were taken${upTo} ${lossEnd(records, settings)}`;
}
function lossEnd(records, { dryRun }) {
    if (dryRun)
        return 'would be discarded.';
    return records.every(isAccepted) ? 'was discarded.' : 'may have been discarded.';
}
/** True if the API accepted the restore, also of one that failed afterwards: only then a downtime is measured. */
function isAccepted({ stage, downMs }) {
    return stage === 'restored' || stage === 'started' || downMs !== undefined;
}
function healthCell(healthy, url) {
    if (healthy === undefined || url === undefined)
        return undefined;
    return markdown `${healthy ? '✅ healthy' : '❌ restored, but not healthy'}: ${displayUrl(url)}`;
}
const rollback_report_FAILURE_COLUMNS = [{ head: 'Server' }, { head: 'Snapshot' }, { head: 'Result' }];
function failureTable(failed, skipped) {
    const rows = failed.flatMap(({ server, target, failure }) => failure ? [[serverCell(server), snapshotCell(target), markdown `❌ ${failureCell(failure, '')}`]] : []);
    for (const { server, reason } of skipped) {
        rows.push([serverCell(server), '', markdown `❌ <b>not rolled back</b>: ${prose(withFullStop(reason))}`]);
    }
    return rows.length > 0 ? table(rollback_report_FAILURE_COLUMNS, rows) : '';
}
function recordTable(records, settings, health) {
    if (records.length === 0)
        return '';
    const { dryRun } = settings;
    const isRestored = records.every(({ stage }) => stage === 'restored');
    const columns = [
        { head: 'Server' },
        { head: isRestored ? 'Restored from' : 'Snapshot' },
        { head: dryRun ? 'Result' : 'Server status' },
        ...(health ? [{ head: 'Health check' }] : []),
        ...(dryRun ? [] : [{ head: 'Downtime', align: 'right' }]),
    ];
    const rows = records.map((record) => [
        serverCell(record.server),
        targetCell(record, settings),
        dryRun ? 'would be restored' : statusCell(record),
        ...(health ? [health] : []),
        ...(dryRun ? [] : [record.downMs === undefined ? '' : formatDuration(record.downMs)]),
    ]);
    return table(columns, rows);
}
function targetCell(record, settings) {
    const { createdAtMs } = record.target;
    const name = snapshotCell(record.target);
    if (createdAtMs === undefined)
        return markdown `${name}, taken at an unknown time`;
    const ms = lostMs(record, settings);
    const taken = ms === undefined ? `${dateTime(createdAtMs)} UTC` : formatTimeBefore(createdAtMs, ms);
    return markdown `${name}, taken ${taken}`;
}
const RESTORE_STAGES = {
    checked: 'not restored',
    requested: 'unknown whether the restore was started',
    started: 'restore in progress',
    restored: 'restored',
    failed: 'restore failed',
};
function statusCell({ stage, serverStatus, failure }) {
    if (failure)
        return `❌ ${serverStatus || RESTORE_STAGES[stage]}`;
    if (stage === 'restored')
        return `✅ ${serverStatus}`;
    return `${stage === 'checked' ? '' : '⏳ '}${serverStatus || RESTORE_STAGES[stage]}`;
}
function othersTitle(records) {
    const restored = records.filter(({ stage }) => stage === 'restored').length;
    const downtimes = records.flatMap(({ downMs }) => downMs ?? []);
    const longest = downtimes.length > 0 ? ` (longest downtime ${formatDuration(Math.max(...downtimes))})` : '';
    const count = restored === records.length ? '' : `${restored} of `;
    return markdown `<b>${count}${pluralize(records.length, 'server')} restored</b>${longest}`;
}
function timelineSection(records) {
    const chart = timeline('Restore duration by server', records.map(({ server, startedAtMs, downMs, failure }) => {
        return { server, startedAtMs, durationMs: downMs, failed: failure !== undefined };
    }));
    return chart && details(markdown `<b>Timeline</b>`, chart);
}
function completedOf(records) {
    return records.flatMap(({ snapshot }) => (snapshot && isCompleted(snapshot) ? snapshot : []));
}

;// CONCATENATED MODULE: ./node_modules/yocto-queue/index.js
/*
How it works:
`this.#head` is an instance of `Node` which keeps track of its current value and nests another instance of `Node` that keeps the value that comes after it. When a value is provided to `.enqueue()`, the code needs to iterate through `this.#head`, going deeper and deeper to find the last value. However, iterating through every single item is slow. This problem is solved by saving a reference to the last value as `this.#tail` so that it can reference it to add a new value.
*/

class Node {
	value;
	next;

	constructor(value) {
		this.value = value;
	}
}

class Queue {
	#head;
	#tail;
	#size;

	constructor() {
		this.clear();
	}

	enqueue(value) {
		const node = new Node(value);

		if (this.#head) {
			this.#tail.next = node;
			this.#tail = node;
		} else {
			this.#head = node;
			this.#tail = node;
		}

		this.#size++;
	}

	dequeue() {
		const current = this.#head;
		if (!current) {
			return;
		}

		this.#head = this.#head.next;
		this.#size--;

		// Clean up tail reference when queue becomes empty
		if (!this.#head) {
			this.#tail = undefined;
		}

		return current.value;
	}

	peek() {
		if (!this.#head) {
			return;
		}

		return this.#head.value;

		// TODO: Node.js 18.
		// return this.#head?.value;
	}

	clear() {
		this.#head = undefined;
		this.#tail = undefined;
		this.#size = 0;
	}

	get size() {
		return this.#size;
	}

	* [Symbol.iterator]() {
		let current = this.#head;

		while (current) {
			yield current.value;
			current = current.next;
		}
	}

	* drain() {
		while (this.#head) {
			yield this.dequeue();
		}
	}
}

;// CONCATENATED MODULE: ./node_modules/p-limit/index.js


function pLimit(concurrency) {
	let rejectOnClear = false;

	if (typeof concurrency === 'object') {
		({concurrency, rejectOnClear = false} = concurrency);
	}

	validateConcurrency(concurrency);

	if (typeof rejectOnClear !== 'boolean') {
		throw new TypeError('Expected `rejectOnClear` to be a boolean');
	}

	const queue = new Queue();
	let activeCount = 0;

	const resumeNext = () => {
		// Process the next queued function if we're under the concurrency limit
		if (activeCount < concurrency && queue.size > 0) {
			activeCount++;
			queue.dequeue().run();
		}
	};

	const next = () => {
		activeCount--;
		resumeNext();
	};

	const run = async (function_, resolve, arguments_) => {
		// Execute the function and capture the result promise
		const result = (async () => function_(...arguments_))();

		// Resolve immediately with the promise (don't wait for completion)
		resolve(result);

		// Wait for the function to complete (success or failure)
		// We catch errors here to prevent unhandled rejections,
		// but the original promise rejection is preserved for the caller
		try {
			await result;
		} catch {}

		// Decrement active count and process next queued function
		next();
	};

	const enqueue = (function_, resolve, reject, arguments_) => {
		const queueItem = {reject};

		// Queue the internal resolve function instead of the run function
		// to preserve the asynchronous execution context.
		new Promise(internalResolve => { // eslint-disable-line promise/param-names
			queueItem.run = internalResolve;
			queue.enqueue(queueItem);
		}).then(run.bind(undefined, function_, resolve, arguments_)); // eslint-disable-line promise/prefer-await-to-then

		// Start processing immediately if we haven't reached the concurrency limit
		if (activeCount < concurrency) {
			resumeNext();
		}
	};

	const generator = (function_, ...arguments_) => new Promise((resolve, reject) => {
		enqueue(function_, resolve, reject, arguments_);
	});

	Object.defineProperties(generator, {
		activeCount: {
			get: () => activeCount,
		},
		pendingCount: {
			get: () => queue.size,
		},
		clearQueue: {
			value() {
				if (!rejectOnClear) {
					queue.clear();
					return;
				}

				const abortError = AbortSignal.abort().reason;

				while (queue.size > 0) {
					queue.dequeue().reject(abortError);
				}
			},
		},
		concurrency: {
			get: () => concurrency,

			set(newConcurrency) {
				validateConcurrency(newConcurrency);
				concurrency = newConcurrency;

				queueMicrotask(() => {
					// eslint-disable-next-line no-unmodified-loop-condition
					while (activeCount < concurrency && queue.size > 0) {
						resumeNext();
					}
				});
			},
		},
		map: {
			async value(iterable, function_) {
				const promises = [];

				try {
					Array.from(iterable, (value, index) => {
						const promise = generator(function_, value, index);
						promises.push(promise);
						return promise;
					});
				} catch (error) {
					// The iterable threw, so `Promise.all` never observes the already scheduled promises. Observe them here to avoid unhandled rejections.
					for (const promise of promises) {
						promise.catch(() => {}); // eslint-disable-line promise/prefer-await-to-then
					}

					throw error;
				}

				return Promise.all(promises);
			},
		},
	});

	return generator;
}

function limitFunction(function_, options) {
	const limit = pLimit(options);

	const limitedFunction = (...arguments_) => limit(() => function_(...arguments_));
	Object.defineProperty(limitedFunction, 'clearQueue', {
		value: limit.clearQueue,
	});

	return limitedFunction;
}

function validateConcurrency(concurrency) {
	if (!((Number.isInteger(concurrency) || concurrency === Number.POSITIVE_INFINITY) && concurrency > 0)) {
		throw new TypeError('Expected `concurrency` to be a number from 1 and up');
	}
}

;// CONCATENATED MODULE: ./lib/vps/retry.js

const FIRST_DELAY_MS = 1000;
const MAX_DELAY_MS = 30_000;
/**
 * Exponential backoff with full jitter (docs/contract.md, Retries and polling). It is our own because it needs time and
 * randomness handed in, which the kept libraries for it (p-retry, exponential-backoff, cockatiel) read themselves.
 * @param retry counts from 0
 * @param random gives numbers from 0 to below 1
 * @returns milliseconds
 */
function backoffMs(retry, random) {
    return random() * Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** retry);
}
/**
 * What the header `Retry-After` asks for: seconds, or a date by the clock of the API, which its own `Date` header tells
 * (RFC 9110, section 10.2.3).
 * @returns milliseconds; `undefined` if the header is missing or unreadable
 */
function retryAfterMs({ headers: { retryAfter, date } }) {
    const text = retryAfter?.trim() ?? '';
    if (/^\d{1,9}$/u.test(text))
        return Number(text) * 1000;
    const at = parseHttpDate(text);
    const now = parseHttpDate(date?.trim() ?? '');
    return at === undefined || now === undefined ? undefined : Math.max(0, at - now);
}
function parseHttpDate(text) {
    const ms = /^[A-Z][a-z]{2,8},/u.test(text) && text.length <= 40 ? Date.parse(text) : Number.NaN;
    return Number.isNaN(ms) ? undefined : ms;
}
/**
 * How long to pause before a request is sent again: as long as backoff and the API's `Retry-After` ask.
 * @param retry counts from 0
 * @returns milliseconds
 * @throws the error itself if the pause would outlast the deadline
 */
function retryDelayMs(error, retry, random, deadline) {
    const askedMs = error instanceof ApiError ? (error.retryAfterMs ?? 0) : 0;
    const delayMs = Math.max(askedMs, backoffMs(retry, random));
    if (delayMs >= deadline.leftMs())
        throw error;
    return delayMs;
}
/**
 * Pauses before a request is sent again.
 * @throws the error itself if the pause would outlast the deadline; the reason of the abort
 */
async function delayBeforeRetry(error, retry, { clock, random, signal }, deadline) {
    await clock.sleep(retryDelayMs(error, retry, random, deadline), signal);
}

;// CONCATENATED MODULE: ./lib/polling/send-once.js



/** A POST is sent at most this often after lost responses; more would not tell more. */
const MAX_SENDS = 3;
/**
 * Sends a POST so that it is applied once: again only if it surely had no effect, and after a lost response only if a
 * look has shown that it was not applied (docs/contract.md, Retries and polling).
 * @throws the last error of the API; what the options' functions throw; the reason of the abort
 */
async function sendOnce({ send, findApplied, onRefusalAfterLoss, retryRefusalForMs, log }, context, deadline) {
    let retries = 0;
    let losses = 0;
    let firstRefusalMs;
    for (;;) {
        try {
            return await send();
        }
        catch (error) {
            if (!isCallError(error))
                throw error;
            if (wasNotApplied(error)) {
                log(`${errorMessage(error)}; nothing was started, retrying`);
                await delayBeforeRetry(error, retries, context, deadline);
                retries += 1;
            }
            else if (mayHaveBeenApplied(error)) {
                losses += 1;
                log(`${errorMessage(error)}; checking whether it was started anyway`);
                const result = await findApplied(error);
                if (result !== undefined)
                    return result;
                if (losses === MAX_SENDS)
                    throw error;
                log('it was not started; sending it again');
            }
            else {
                const result = losses > 0 ? await onRefusalAfterLoss(error) : undefined;
                if (result !== undefined)
                    return result;
                firstRefusalMs ??= context.clock.monotonicMs();
                const refusedForMs = context.clock.monotonicMs() - firstRefusalMs;
                if (refusedForMs >= (await retryRefusalForMs(error)))
                    throw error;
                log(`${errorMessage(error)}; nothing was started, retrying`);
                await delayBeforeRetry(error, retries, context, deadline);
                retries += 1;
            }
        }
    }
}
/** Connection refused, name not resolved, or 429. */
function wasNotApplied(error) {
    return isRateLimit(error) || (error instanceof RequestError && !error.sent && !(error instanceof CertificateError));
}
/** A timeout, a reset, 408, 5xx, or a response that cannot be read. */
function mayHaveBeenApplied(error) {
    return (error instanceof TransientError ||
        error instanceof InvalidResponseError ||
        (error instanceof RequestError && error.sent));
}

;// CONCATENATED MODULE: ./lib/restores/restore-once.js










/** A busy server is tried again for this long, in milliseconds: nothing has started yet. */
const BUSY_MS = 10 * 60_000;
/** Any other 400 is tried again for this long, in milliseconds. */
const BAD_REQUEST_MS = 2 * 60_000;
/**
 * Starts a restore, once. After a lost response the status of the server tells whether it has started; a server that
 * then refuses as busy has started it (docs/contract.md, Rollback).
 * @param target checked before: completed, and of this server
 * @param server with its status before the restore
 * @returns the status of the server as the API gave it; empty if it is unknown, though the restore has started
 * @throws ActionError if that cannot be decided; an error of the API for a restore that was refused; the reason of the
 *   abort
 */
async function restoreOnce(target, server, session, deadline) {
    const log = (line) => session.log(`  ${describeServer(server)}: ${line}`);
    return await sendOnce({
        send: () => session.api.restoreSnapshot(target, deadline),
        findApplied: (lost) => findStarted(target, server, lost, log, session, deadline),
        onRefusalAfterLoss: async (refusal) => (isBusy(refusal) || refusal instanceof BadRequestError ? '' : undefined),
        retryRefusalForMs: async (refusal) => {
            if (!(isBusy(refusal) || refusal instanceof BadRequestError))
                return 0;
            if (await isSuspended(server, session, deadline))
                return 0;
            return isBusy(refusal) ? BUSY_MS : BAD_REQUEST_MS;
        },
        log,
    }, session.context, deadline);
}
/** 409, 423, or what the API says of a server that is in no state to be restored (docs/api.md, Snapshots). */
function isBusy(refusal) {
    return (refusal instanceof BusyError || (refusal instanceof BadRequestError && /\bvalid state\b/iu.test(refusal.detail)));
}
async function isSuspended(server, { pollingApi }, deadline) {
    try {
        const servers = await createServerReader([server], pollingApi)(deadline);
        return servers.find((one) => isSame(one, server))?.status === SUSPENDED;
    }
    catch (error) {
        if (isCallError(error))
            return false;
        throw error;
    }
}
/** @returns `undefined` if the server could be read for 60 s and did not change */
async function findStarted(target, server, lost, log, { pollingApi, context, schedule }, deadline) {
    const poller = new Poller({
        read: createServerReader([server], pollingApi),
        schedule,
        onProgress: (waitedMs) => log(`no sign of the restore yet after ${formatDuration(waitedMs)}`),
        onError: (error) => log(error instanceof Error ? error.message : String(error)),
    }, context);
    let found;
    let firstRequestedMs;
    try {
        const isDecided = await poller.until((servers, { requestedMs }) => {
            const status = servers.find((one) => isSame(one, server))?.status;
            // A restore stops the server: any change of its status is its trace.
            if (status !== undefined && (status === RESTORING || status !== server.status))
                found = status;
            firstRequestedMs ??= requestedMs;
            return found !== undefined || requestedMs - firstRequestedMs >= LIST_GRACE_MS;
        }, deadline);
        if (isDecided)
            return found;
    }
    catch (error) {
        if (!isCallError(error))
            throw error;
        throw undecided(target, lost, error.message);
    }
    throw undecided(target, lost, 'the timeout elapsed');
}
function undecided(target, lost, then) {
    return new ActionError({
        summary: `It is unknown whether the restore of ${describeSnapshot(target)} was started: ${lost.message}; then: ${then}.`,
        state: 'The server may be stopped and restoring, or still as it was. The request was not sent again.',
        hint: 'Check the server in the VPS.org control panel; if it is running and not being restored, re-run the rollback.',
    }, lost);
}

;// CONCATENATED MODULE: ./lib/restores/wait.js








/** How long a restore usually takes (docs/api.md, Snapshots). */
const RESTORE_DURATION = { words: '5–15 min', maxMs: 15 * 60_000 };
/** This many readings in a row must say `active`. */
const ACTIVE_READINGS = 3;
/** If no reading ever showed another status, `active` counts from here on, in milliseconds after acceptance. */
const UNSEEN_MS = 3 * 60_000;
/** A server is started if it stays stopped this long after it was seen restoring, in milliseconds. */
const STOPPED_MS = 2 * 60_000;
/** A server is started if it is stopped and was never seen restoring, in milliseconds after acceptance. */
const STOPPED_UNSEEN_MS = 15 * 60_000;
/** `start` is sent again this often while the server stays stopped, in milliseconds. */
const RESTART_MS = 60_000;
/**
 * Waits until a server runs again after its restore was accepted, and starts it if it stays stopped (docs/contract.md,
 * Rollback). The record is kept up to date.
 * @throws ActionError if the server ends in another status, disappears, stays stopped or does not end in time; the reason
 *   of the abort
 */
async function waitForRestore(record, poller, session, deadline, apiUrl) {
    const { server } = record;
    const { clock } = session.context;
    const acceptedMs = clock.monotonicMs();
    const sinceAcceptedMs = () => clock.monotonicMs() - acceptedMs;
    const progress = {
        hasSeenChange: false,
        hasSeenRestoring: false,
        activeReadings: 0,
        stoppedSinceMs: undefined,
        missingSinceMs: undefined,
    };
    let startedMs;
    for (;;) {
        const joinedMs = sinceAcceptedMs();
        let next;
        const isSettled = await poller.until((servers, times) => {
            const requestedMs = joinedMs + times.requestedMs;
            const seen = servers.find((one) => isSame(one, server));
            next = judge(record, seen, progress, { ...times, requestedMs }, session);
            const isRecentlyStarted = startedMs !== undefined && requestedMs - startedMs < RESTART_MS;
            return next !== undefined && !(next === 'start' && isRecentlyStarted);
        }, deadline);
        if (!isSettled)
            throw wait_timedOut(record, sinceAcceptedMs(), apiUrl);
        if (next === 'done')
            return session.log(`✓ ${describeServer(server)} is active again after ${formatDuration(sinceAcceptedMs())}`);
        if (next instanceof ActionError)
            throw next;
        // Another wait starts with short pauses again.
        if (next === 'confirm')
            continue;
        startedMs = sinceAcceptedMs();
        await start(record, session, deadline, apiUrl);
    }
}
function judge(record, seen, progress, { requestedMs }, { log }) {
    if (!seen) {
        progress.activeReadings = 0;
        progress.missingSinceMs ??= requestedMs;
        return requestedMs - progress.missingSinceMs >= LIST_GRACE_MS ? wait_disappeared(record, requestedMs) : undefined;
    }
    progress.missingSinceMs = undefined;
    const { status } = seen;
    if (status !== record.serverStatus)
        log(`  ${describeServer(record.server)} is ${status}`);
    record.serverStatus = status;
    progress.hasSeenChange ||= status !== ACTIVE;
    progress.hasSeenRestoring ||= status === RESTORING;
    progress.activeReadings = status === ACTIVE ? progress.activeReadings + 1 : 0;
    progress.stoppedSinceMs = status === STOPPED ? (progress.stoppedSinceMs ?? requestedMs) : undefined;
    if (isBroken(seen))
        return endedDown(record, requestedMs);
    const mayBeOver = progress.hasSeenChange || requestedMs >= UNSEEN_MS;
    if (mayBeOver && progress.activeReadings >= ACTIVE_READINGS)
        return 'done';
    if (mayBeOver && progress.activeReadings === 1)
        return 'confirm';
    if (progress.stoppedSinceMs === undefined)
        return undefined;
    const isLeftStopped = progress.hasSeenRestoring
        ? requestedMs - progress.stoppedSinceMs >= STOPPED_MS
        : requestedMs >= STOPPED_UNSEEN_MS;
    return isLeftStopped ? 'start' : undefined;
}
/** Starts a server that its restore has left stopped. A refusal means that it is busy: the wait goes on. */
async function start({ server, target }, { pollingApi, log, warn }, deadline, apiUrl) {
    try {
        await pollingApi.setPower(server, 'start', deadline);
        log(`  ${describeServer(server)} stayed stopped after its restore; sent "start"`);
    }
    catch (error) {
        if (isRefusal(error)) {
            throw new ActionError({
                summary: `${describeServer(server)} was restored from ${describeSnapshot(target)}, but it is stopped, and this token may not start it: ${error.message}`,
                state: 'THE SERVER IS DOWN. Its disk has been restored.',
                hint: `Start it in the VPS.org control panel, or run: ${startCommand(server, apiUrl)}. Give the token the permission servers:* for the next time.`,
            }, error);
        }
        if (!isCallError(error))
            throw error;
        warn(`${describeServer(server)} could not be started yet: ${errorMessage(error)}. It will be tried again.`);
    }
}
function endedDown({ target, serverStatus, server }, sinceAcceptedMs) {
    return new ActionError({
        summary: `The restore of ${describeSnapshot(target)} finished after ${formatDuration(sinceAcceptedMs)}, but ${describeServer(server)} is "${serverStatus}" instead of active.`,
        state: 'The server is not running. Its disk may be in an inconsistent state.',
        hint: 'Check the server in the VPS.org control panel; if it does not come up, restore the snapshot again.',
    });
}
function wait_disappeared({ target, serverStatus, server }, sinceAcceptedMs) {
    return new ActionError({
        summary: `${describeServer(server)} is no longer listed, ${formatDuration(sinceAcceptedMs)} after the restore of ${describeSnapshot(target)} was started; its last status was "${serverStatus}".`,
        state: 'It is unknown whether the restore continues.',
        hint: 'Look for the server in the VPS.org control panel.',
    });
}
function wait_timedOut({ target, serverStatus, server }, sinceAcceptedMs, apiUrl) {
    const isStopped = serverStatus === STOPPED;
    return new ActionError({
        summary: `The restore of ${describeSnapshot(target)} has not finished after ${formatDuration(sinceAcceptedMs)}; ${describeServer(server)} is "${serverStatus || 'unknown'}".`,
        state: 'VPS.org continues the restore. The server is down until it has finished.',
        hint: isStopped
            ? `Check the server in the VPS.org control panel. If its restore has finished, start it there, or run: ${startCommand(server, apiUrl)}`
            : 'Check the server in the VPS.org control panel before you deploy to it; do not restore it again meanwhile.',
    });
}

;// CONCATENATED MODULE: ./lib/restores/restore-all.js










/** This many restores are sent at a time. */
const MAX_RESTORES = 8;
/**
 * Restores the server of each record and waits until it runs again. The failure of one neither stops nor hides the
 * others; it is kept in its record.
 * @throws the reason of the abort
 */
async function restoreAll(records, job) {
    const { settings, session } = job;
    const restoring = pLimit(settings.isAfterCancel ? Number.POSITIVE_INFINITY : MAX_RESTORES);
    const concurrency = settings.isAfterCancel ? undefined : settings.maxParallel;
    const work = async (record) => {
        const deadline = new Deadline(session.context.clock, settings.timeoutMs);
        try {
            await restoring(async () => await restore_all_start(record, job, deadline));
            if (job.readable)
                await finish(record, job, deadline);
        }
        catch (error) {
            const isStarted = record.stage === 'started';
            record.failure = isStarted
                ? toActionError(error, `Monitoring the restore of ${describeSnapshot(record.target)}`, 'The restore continues without being monitored. The server is down until it has finished.')
                : toActionError(error, `Restoring ${describeSnapshot(record.target)}`, 'The server was not restored.');
            record.stage = 'failed';
            session.log(`✗ ${record.failure.parts.summary}`);
        }
    };
    await pMap(records, work, { concurrency: concurrency ?? Number.POSITIVE_INFINITY });
}
/** Marks every record of a server that is in no state to be restored as failed; the others go on. */
function failUnrestorable(records, servers) {
    for (const record of records) {
        const status = servers.find(({ key }) => key === record.server.key)?.status;
        if (status !== RESTORING && status !== SUSPENDED)
            continue;
        record.stage = 'failed';
        record.failure =
            status === RESTORING
                ? new ActionError({
                    summary: `${describeServer(record.server)} is already being restored. No restore was started.`,
                    state: 'That restore continues; which snapshot it uses is unknown.',
                    hint: 'Wait until the server is active, check it, then decide again whether to roll back.',
                })
                : new ActionError({
                    summary: `${describeServer(record.server)} is suspended. No restore was started.`,
                    state: 'A suspended server cannot be restored.',
                    hint: 'Reactivate the server in the VPS.org control panel, then re-run the rollback.',
                });
    }
}
async function restore_all_start(record, job, deadline) {
    const { session, servers } = job;
    const { target, server } = record;
    const { clock, signal } = session.context;
    signal.throwIfAborted();
    record.startedAtMs = clock.now();
    if (target.createdAtMs !== undefined)
        record.discardedMs = Math.max(0, clock.now() - target.createdAtMs);
    session.log(`Restoring ${describeServer(server)} from snapshot ${target.key}; this discards ${formatDiscarded(target.createdAtMs, record.discardedMs)}`);
    record.stage = 'requested';
    const before = servers.find(({ key }) => key === server.key) ?? { ...server, status: '' };
    record.serverStatus = await restoreOnce(target, before, session, deadline);
    record.stage = 'started';
    job.onStarted(record);
    session.log(`  ${describeServer(server)}: the restore was accepted`);
}
async function finish(record, job, deadline) {
    const { session, serverPoller, settings } = job;
    const { clock } = session.context;
    const acceptedMs = clock.monotonicMs();
    try {
        await waitForRestore(record, serverPoller, session, deadline, settings.apiUrl);
        record.stage = 'restored';
    }
    catch (error) {
        if (!(settings.isAfterCancel && error instanceof ActionError && deadline.leftMs() === 0))
            throw error;
        session.warn(error.message);
    }
    finally {
        record.downMs = clock.monotonicMs() - acceptedMs;
    }
}

;// CONCATENATED MODULE: ./lib/snapshots/create-once.js











/** A server that is busy when a snapshot is to be created is tried again for this long, in milliseconds. */
const create_once_BUSY_MS = 15 * 60_000;
/** After a delete the API may still count the deleted snapshot for this long, in milliseconds. */
const QUOTA_LAG_MS = 2 * 60_000;
/**
 * Creates one snapshot, and never two because a response was lost (docs/contract.md, What must never happen, 1): after a
 * lost response the list is read until it shows the snapshot; only if it could be read for 60 s and did not, the create
 * is sent again.
 * @throws ActionError if that cannot be decided; an error of the API for a create that was refused; the reason of the
 *   abort
 */
async function createOnce(order, session, deadline) {
    const { server, name, description } = order;
    const log = (line) => session.log(`  ${describeServer(server)}: ${line}`);
    const find = (lost) => findCreated(order, lost, log, session, deadline);
    const snapshot = await sendOnce({
        send: () => session.api.createSnapshot({ server, name, description }, deadline),
        findApplied: find,
        // The refusal can be caused by the lost create itself: it may have taken the last slot, or the name.
        onRefusalAfterLoss: find,
        retryRefusalForMs: async (refusal) => {
            if (refusal instanceof BusyError)
                return create_once_BUSY_MS;
            return order.hasFreedSlot && isLimitRefusal(refusal) ? QUOTA_LAG_MS : 0;
        },
        log,
    }, session.context, deadline);
    return { ...snapshot, server };
}
/** True if the API refused a create because the server has as many snapshots as it may. */
function isLimitRefusal(error) {
    return error instanceof BadRequestError && /\b(?:limit|maximum|at most|quota)\b/iu.test(error.detail);
}
/** True if the API refused a create because another snapshot has its name. */
function isNameRefusal(error) {
    return (error instanceof BadRequestError &&
        /\bname\b/iu.test(error.detail) &&
        /\b(?:exists?|unique|taken|in use|duplicate)\b/iu.test(error.detail));
}
/** @returns `undefined` if the list could be read for 60 s and did not show the snapshot */
async function findCreated(order, lost, log, { pollingApi, context, schedule }, deadline) {
    const { server } = order;
    const poller = new Poller({
        read: async (until) => (await pollingApi.listSnapshots(server, until)).items,
        schedule,
        onProgress: (waitedMs) => log(`not visible yet after ${formatDuration(waitedMs)}`),
        onError: (error) => log(error instanceof Error ? error.message : String(error)),
    }, context);
    let found;
    let firstRequestedMs;
    const isDecided = (list, { requestedMs }) => {
        found = newSnapshotOf(order, ofServer(list, server));
        firstRequestedMs ??= requestedMs;
        return found !== undefined || requestedMs - firstRequestedMs >= LIST_GRACE_MS;
    };
    try {
        if (await poller.until(isDecided, deadline))
            return found;
    }
    catch (error) {
        if (!isCallError(error))
            throw error;
        throw create_once_undecided(order, lost, error.message);
    }
    throw create_once_undecided(order, lost, 'timeout_minutes elapsed');
}
/**
 * The one snapshot that a lost create can have made: new on the server, with this step's marker, else with our name and
 * no marker of anyone.
 * @throws ActionError if several could be it
 */
function newSnapshotOf({ server, name, marker, before }, list) {
    const fresh = list.filter((snapshot) => !before.some((old) => isSame(old, snapshot)));
    const marked = fresh.filter((snapshot) => isOfAttempt(snapshot, marker));
    const named = fresh.filter((snapshot) => snapshot.name === name && !readMarker(snapshot));
    const matches = marked.length > 0 ? marked : named;
    if (matches.length <= 1)
        return matches[0];
    const candidates = matches.map((one) => `${one.key} ${quote(one.name)} (${one.status})`).join(', ');
    throw new ActionError({
        summary: `The response to the create request on ${describeServer(server)} was lost, and several new snapshots could match it: ${candidates}.`,
        state: 'The server was not changed and is still running. None of them was adopted, and no other was requested.',
        hint: 'Keep one, delete the others with `mode: delete` or in the VPS.org control panel, then re-run the job.',
    });
}
function create_once_undecided({ server, name }, lost, then) {
    return new ActionError({
        summary: `It is unknown whether snapshot ${quote(name)} on ${describeServer(server)} was started: ${lost.message}; then: ${then}.`,
        state: 'It may be in progress. The request was not sent again, to avoid two snapshots.',
        hint: 'Re-run the job: this step adopts what it finds, and creates a snapshot if there is none.',
    }, lost);
}

;// CONCATENATED MODULE: ./lib/snapshots/create-all.js















/** This many creates are sent at a time. */
const MAX_CREATES = 8;
/** A server that was stopped for its snapshot gets this long to start, whatever is left of its timeout, in milliseconds. */
const START_TIMEOUT_MS = 10 * 60_000;
/**
 * Takes a snapshot of the server of each record, or waits for the one that it reuses. The failure of one neither stops
 * nor hides the others; it is kept in its record.
 * @throws the reason of the abort, after every server that was stopped has been told to start
 */
async function createAll(records, job) {
    const { maxParallel, stopServer: stops } = job.settings;
    const creating = pLimit(MAX_CREATES);
    const stopped = new Set();
    const concurrency = maxParallel ?? (stops ? 1 : Number.POSITIVE_INFINITY);
    const work = async (record) => {
        try {
            await new SnapshotTask(record, job, stopped, creating).run();
        }
        catch (error) {
            const doing = `Taking snapshot ${quote(record.name)} of ${describeServer(record.server)}`;
            record.failure = toActionError(error, doing, 'The server was not changed.');
            job.session.log(`✗ ${record.failure.parts.summary}`);
        }
        job.events.onChange();
    };
    // All of them end before an abort is passed on: a stopped server must be told to start first.
    const results = await pMap(records, async (record) => await work(record).catch((reason) => ({ reason })), {
        concurrency,
    });
    const aborted = results.find((result) => result !== undefined);
    if (aborted)
        throw aborted.reason;
}
/** The work on one server. */
class SnapshotTask {
    #record;
    #job;
    #stopped;
    #creating;
    #deadline;
    constructor(record, job, stopped, creating) {
        this.#record = record;
        this.#job = job;
        this.#stopped = stopped;
        this.#creating = creating;
        this.#deadline = new Deadline(job.session.context.clock, job.settings.timeoutMs);
    }
    async run() {
        const { session } = this.#job;
        session.context.signal.throwIfAborted();
        if (this.#record.snapshot) {
            this.#record.startedAtMs ??= session.context.clock.now();
            return await this.#complete(this.#record.snapshot);
        }
        const server = this.#server();
        const status = await waitWhileRestoring(server, this.#job.serverPoller, session, this.#deadline);
        const there = await this.#waitForOther();
        const hasFreedSlot = await this.#freeSlot(there);
        if (this.#job.settings.stopServer && status !== STOPPED) {
            await this.#whileStopped(async () => await this.#create(there, hasFreedSlot));
        }
        else {
            await this.#create(there, hasFreedSlot);
        }
    }
    #server() {
        const { server } = this.#record;
        return this.#job.servers.find(({ key }) => key === server.key) ?? { ...server, status: '' };
    }
    async #waitForOther() {
        const { there, session, snapshotPoller } = this.#job;
        const { server } = this.#record;
        const before = snapshotsOf(there, server);
        const hasWaited = await waitForOtherSnapshot(server, before.snapshots, snapshotPoller, session, this.#deadline);
        return hasWaited ? await this.#list() : before;
    }
    async #list() {
        const { server } = this.#record;
        return snapshotsOf(await listByServer([server], this.#job.session, this.#deadline), server);
    }
    /** @returns whether something was deleted: the API may still count it for a while */
    async #freeSlot(there) {
        const { settings, session } = this.#job;
        const { server } = this.#record;
        const own = markerOf(settings.origin, server);
        const { deletes, isEnough } = planRoom(there, own, settings.rules, 1);
        if (!isEnough)
            throw limitError([{ server, there, own }], settings.rules, session.context.clock.now());
        if (deletes.length > 0)
            await this.#replace(deletes);
        return deletes.length > 0;
    }
    async #replace(deletes) {
        this.#job.events.onReplace(deletes);
        await deleteAll(deletes, this.#job.session, this.#deadline);
        for (const { failure } of deletes)
            if (failure)
                throw failure;
    }
    async #create(there, hasFreedSlot) {
        const { session, events } = this.#job;
        const record = this.#record;
        record.startedAtMs = session.context.clock.now();
        record.requested = true;
        events.onChange();
        const snapshot = await this.#creating(async () => await this.#createOrExplain(there, hasFreedSlot));
        record.snapshot = snapshot;
        session.log(`Started snapshot ${snapshot.key} on ${describeServer(record.server)}, status: ${snapshot.status}`);
        events.onChange();
        if (this.#job.settings.wait)
            await this.#complete(snapshot);
    }
    async #createOrExplain(there, hasFreedSlot) {
        try {
            return await this.#createOrRetry(this.#record.name, there, hasFreedSlot);
        }
        catch (error) {
            if (!isFinalRefusal(error))
                throw error;
            // What was refused is not in progress.
            this.#record.requested = false;
            throw await this.#refused(error);
        }
    }
    /** Sends the create; a taken name and a limit that was reached meanwhile get one more try each. */
    async #createOrRetry(name, there, hasFreedSlot) {
        try {
            return await this.#send(name, there, hasFreedSlot);
        }
        catch (error) {
            if (isNameRefusal(error) && name === this.#record.name) {
                const { runId, attempt } = markerOf(this.#job.settings.origin, this.#record.server);
                const unique = `${name}-${runId}-${attempt}`;
                this.#job.session.log(`  The name ${quote(name)} is taken; using ${quote(unique)}`);
                return await this.#createOrRetry(unique, there, hasFreedSlot);
            }
            if (!isLimitRefusal(error))
                throw error;
            const now = await this.#list();
            const { rules, origin } = this.#job.settings;
            // The API knows better how many there are: at least one has to go.
            const { deletes, isEnough } = planRoom(now, markerOf(origin, this.#record.server), rules, 1);
            if (!isEnough || deletes.length === 0)
                throw error;
            await this.#replace(deletes);
            return await this.#send(name, now, true);
        }
    }
    async #send(name, there, hasFreedSlot) {
        const { settings, session } = this.#job;
        const { server } = this.#record;
        const description = formatDescription(settings.origin, server, settings.description);
        const marker = markerOf(settings.origin, server);
        const order = { server, name, description, marker, before: there.snapshots, hasFreedSlot };
        return await createOnce(order, session, this.#deadline);
    }
    async #refused(error) {
        const { server, name } = this.#record;
        const summary = `Creating snapshot ${quote(name)} of ${describeServer(server)} was refused: ${error.message}`;
        if (error instanceof NotFoundError || error instanceof MethodNotAllowedError) {
            return new ActionError({
                summary,
                state: 'This API has no such call (POST /snapshots/), or this token cannot see the server. Nothing was started.',
                hint: 'Check api_url and server_id, and that the token belongs to the account that owns the server.',
            }, error);
        }
        if (!(error instanceof BadRequestError))
            return toActionError(error, summary, 'The server was not changed.');
        const { origin, rules } = this.#job.settings;
        const own = markerOf(origin, server);
        const nowMs = this.#job.session.context.clock.now();
        const there = await this.#list().catch(() => undefined);
        if (there && isLimitRefusal(error)) {
            return limitError([{ server, there, own }], rules, nowMs, ` The API said: ${error.detail}`);
        }
        const list = there ? formatSnapshotList(there, own, nowMs) : ['  (the list cannot be read)'];
        return new ActionError({ summary, state: ['Nothing was started. Snapshots on the server:', ...list], hint: error.hint }, error);
    }
    async #complete(snapshot) {
        const { session, snapshotPoller, events } = this.#job;
        if (isCompleted(snapshot))
            return;
        const { clock } = session.context;
        const startedMs = clock.monotonicMs();
        const sinceStartMs = clock.now() - (this.#record.startedAtMs ?? clock.now());
        try {
            await waitForSnapshot(this.#record, snapshotPoller, session, this.#deadline, events.onChange);
        }
        finally {
            this.#record.durationMs = Math.max(0, sinceStartMs) + clock.monotonicMs() - startedMs;
        }
    }
    /** Stops the server for the work and starts it again, whatever happens (docs/contract.md, Stopping the server). */
    async #whileStopped(work) {
        const { session, serverPoller } = this.#job;
        const { clock, signal } = session.context;
        const { server } = this.#record;
        const stoppedMs = clock.monotonicMs();
        this.#setStopped(true);
        let isStopped = false;
        let failure;
        try {
            await stopServer(server, serverPoller, session, this.#deadline);
            isStopped = true;
            session.log(`  ${describeServer(server)} is stopped`);
            await work();
        }
        catch (error) {
            failure = error;
        }
        // A stop that was refused has not stopped anything.
        if (!(failure instanceof PowerRefusedError)) {
            if (signal.aborted)
                return await this.#startBeforeExit();
            await this.#startAgain(isStopped, failure);
            this.#record.downMs = clock.monotonicMs() - stoppedMs;
        }
        this.#setStopped(false);
        if (failure !== undefined)
            throw failure;
    }
    async #startAgain(isStopped, failure) {
        const { session, serverPoller, settings } = this.#job;
        const { server, snapshot } = this.#record;
        try {
            const deadline = new Deadline(session.context.clock, START_TIMEOUT_MS);
            if (isStopped)
                await startServer(server, serverPoller, session, deadline);
            else
                await ensureStarted(server, serverPoller, session, deadline);
            session.log(`  ${describeServer(server)} is active again`);
        }
        catch (error) {
            session.context.signal.throwIfAborted();
            const start = toActionError(error, `Starting ${describeServer(server)} again`);
            throw new ActionError({
                summary: `${describeServer(server)} was stopped for its snapshot and could not be started again: ${start.parts.summary}`,
                state: [
                    snapshot ? `${describeSnapshot(snapshot)} is "${snapshot.status}".` : 'No snapshot was created.',
                    ...(failure instanceof Error ? [`Before that: ${failure.message}`] : []),
                    'THE SERVER IS DOWN.',
                ],
                hint: `Start it in the VPS.org control panel, or run: ${startCommand(server, settings.apiUrl)}`,
            }, error);
        }
    }
    async #startBeforeExit() {
        const { session, settings } = this.#job;
        const { server } = this.#record;
        const problem = await startDetached(server, session);
        session.warn(problem === undefined
            ? `The job was cancelled while ${describeServer(server)} was stopped. "start" was sent; the post step checks that the server is active.`
            : `The job was cancelled while ${describeServer(server)} was stopped, and it could not be started: ${problem}. The post step tries again. To start it yourself: ${startCommand(server, settings.apiUrl)}`);
        session.context.signal.throwIfAborted();
    }
    #setStopped(isStopped) {
        const { server } = this.#record;
        if (isStopped)
            this.#stopped.add(server);
        else
            this.#stopped.delete(server);
        this.#job.events.onStoppedChange([...this.#stopped]);
    }
}
function isFinalRefusal(error) {
    return (error instanceof BadRequestError ||
        error instanceof NotFoundError ||
        error instanceof MethodNotAllowedError ||
        isRefusal(error));
}

;// CONCATENATED MODULE: ./lib/restores/safety-snapshot.js







/** Safety snapshots are never pruned, but a new one may replace the oldest (docs/contract.md, Series). */
function rulesFor(sources) {
    return {
        policy: { keep: undefined, keepDaily: undefined, keepWeekly: undefined },
        onLimit: 'replace_oldest',
        mayReplaceLast: true,
        sources,
    };
}
/** The safety snapshots that a rollback to these targets takes. */
function safetyRecords(targets, { runId, attempt = 0 }) {
    return targets.map(({ server, key }) => ({
        server,
        name: allowedInName(`before-rollback-to-${key}-run-${runId}-${attempt}`),
        requested: false,
        reused: false,
    }));
}
/** Who takes safety snapshots: a series and a step of their own, so that no re-run takes one for its own. */
function safetyOrigin(run) {
    return { run, series: BEFORE_ROLLBACK, template: BEFORE_ROLLBACK };
}
/**
 * Makes sure that each server has room for a safety snapshot.
 * @throws ActionError that lists what each server without room has
 */
function assertRoomForSafetySnapshots(servers, { run, there, targets, others }, nowMs) {
    const rules = rulesFor(targets);
    const all = servers.map((server) => ({
        server,
        there: snapshotsOf(there, server),
        own: markerOf(safetyOrigin(run), server),
    }));
    const full = all.filter((one) => !planRoom(one.there, one.own, rules, 1 + others).isEnough);
    if (full.length === 0)
        return;
    const more = others > 0 ? ' safety_snapshot needs room for two: this snapshot and the one before a rollback.' : '';
    throw limitError(full, rules, nowMs, more);
}
/**
 * Takes a snapshot of the current state of each server, so that the rollback can be undone (docs/contract.md, Inputs,
 * `safety_snapshot`).
 * @param records from `safetyRecords`; they are kept up to date
 * @throws ActionError unless all have completed: then no restore may be sent
 */
async function takeSafetySnapshots(records, job) {
    const { run, servers, there, targets, settings, session } = job;
    assertRoomForSafetySnapshots(servers, { run, there, targets, others: 0 }, session.context.clock.now());
    for (const { server, name } of records) {
        session.log(`Saving the current state of ${describeServer(server)} first, as snapshot "${name}"`);
    }
    await createAll(records, {
        servers,
        there,
        settings: {
            ...settings,
            origin: safetyOrigin(run),
            description: '',
            rules: rulesFor(targets),
            stopServer: false,
            wait: true,
        },
        events: { onChange: () => undefined, onStoppedChange: () => undefined, onReplace: job.onReplace },
        session,
        snapshotPoller: job.snapshotPoller,
        serverPoller: job.serverPoller,
    });
    const failures = records.flatMap(({ failure }) => failure ?? []);
    if (failures.length === 0)
        return;
    throw new ActionError({
        summary: 'The safety snapshot of the current state failed, so no restore was started.',
        state: [
            ...failures.map(({ message }) => message.replaceAll('\n', ' ')),
            ...records.flatMap(({ snapshot, failure }) => snapshot && !failure ? `${describeSnapshot(snapshot)} completed.` : []),
        ],
        hint: 'If rolling back is more important than keeping the current state, re-run the rollback without safety_snapshot.',
    }, failures[0]);
}

;// CONCATENATED MODULE: ./lib/report/snapshot-report.js













const snapshot_report_TITLE = 'VPS.org snapshot';
/** More rows than this are folded. */
const snapshot_report_MAX_OPEN_ROWS = 10;
/** The outputs, as far as they are known (docs/contract.md, Outputs). */
function snapshotOutputs(data, settings) {
    const { records, replaced, pruned } = data;
    const created = ({ snapshot, reused }) => snapshot !== undefined && !reused;
    return {
        snapshot_id: joinOutputs(records, ({ snapshot }) => snapshot?.key ?? ''),
        snapshot_name: joinOutputs(records, ({ snapshot }) => allowedInName(snapshot?.name ?? '')),
        status: combineStatus(records.map(({ snapshot }) => allowedInName(snapshot?.status ?? '')), 'completed'),
        created: joinOutputs(records, (record) => (record.snapshot ? String(created(record)) : '')),
        size_mb: joinOutputs(records, ({ snapshot }) => String(snapshot?.sizeMb ?? '')),
        created_at: joinOutputs(records, ({ snapshot }) => snapshot_report_createdAt(snapshot)),
        duration_seconds: toSeconds(settings.durationMs),
        pruned_ids: prunedIds([...replaced, ...pruned], settings.dryRun),
        snapshots: JSON.stringify(records.map((record) => ({
            server_id: toJsonId(record.server.key),
            snapshot_id: record.snapshot ? toJsonId(record.snapshot.key) : null,
            name: allowedInName(record.snapshot?.name ?? ''),
            status: allowedInName(record.snapshot?.status ?? ''),
            size_mb: record.snapshot?.sizeMb ?? null,
            created_at: snapshot_report_createdAt(record.snapshot),
            created: created(record),
        }))),
    };
}
function snapshot_report_createdAt(snapshot) {
    return snapshot?.createdAtMs === undefined ? '' : format_isoTime(snapshot.createdAtMs);
}
/** What is known of each server, a sentence each, for an error that interrupts the work. */
function snapshotStateLines({ records, replaced, pruned }) {
    return [...replaced.map(deleteStateLine), ...records.map(snapshot_report_stateLine), ...pruned.map(deleteStateLine)];
}
function snapshot_report_stateLine({ server, name, requested, snapshot, failure }) {
    if (failure)
        return failure.parts.summary;
    if (!snapshot) {
        return requested
            ? `A snapshot named ${quote(name)} may be in progress on ${describeServer(server)}.`
            : `No snapshot was created on ${describeServer(server)}.`;
    }
    const subject = capitalize(describeSnapshot(snapshot));
    if (isCompleted(snapshot))
        return `${subject} has completed.`;
    if (hasFailed(snapshot))
        return `${subject} has failed.`;
    return `${subject} is ${quote(snapshot.status)}; VPS.org is still working on it.`;
}
/** What a dry run would do, a line each. */
function snapshotPlan({ records, replaced, pruned, decisions }) {
    const decided = new Set(decisions.map(({ snapshot }) => snapshot.key));
    const reuse = ({ requested }) => (requested ? 'wait for' : 'reuse');
    return [
        'Dry run: only read requests were sent.',
        ...replaced.map(({ target, reason }) => `Would delete ${describeSnapshot(target)} first, to make room: ${reason}`),
        ...records.flatMap((record) => {
            const { server, name, snapshot, failure } = record;
            if (failure)
                return [];
            return snapshot
                ? `Would ${reuse(record)} ${describeSnapshot(snapshot)}`
                : `Would create snapshot ${quote(name)} on ${describeServer(server)}`;
        }),
        ...pruned
            .filter(({ target }) => !decided.has(target.key))
            .map(({ target, reason }) => `Would then delete ${describeSnapshot(target)}: ${reason}`),
        ...decisions.map(decisionLine),
    ];
}
/** The failures of the servers as one error; `undefined` if there is none. */
function snapshotFailure({ records }) {
    const isUsable = records.some(({ snapshot, failure }) => failure && snapshot && isCompleted(snapshot));
    return combineFailures(records.map(({ server, snapshot, failure }) => ({
        failure,
        label: `${server.key} (${snapshot ? `snapshot ${snapshot.key}, ${snapshot.status}` : 'no snapshot'})`,
    })), 'server', isUsable ? ['failed', 'failed'] : ['has no usable snapshot', 'have no usable snapshot']);
}
/**
 * The result in one line of the log.
 * @returns empty if a server failed: the error says so, and only once
 */
function snapshotVerdict(data, settings) {
    const { records } = data;
    const [first, ...others] = records;
    if (!first || records.some(({ failure }) => failure))
        return '';
    if (settings.dryRun)
        return '✅ dry run: nothing was changed';
    if (others.length > 0)
        return `${snapshot_report_icon(data)} ${snapshot_report_verdict(data, settings)}`;
    const { snapshot, server, reused, requested } = first;
    if (!snapshot)
        return `⏳ the snapshot on ${describeServer(server)} was requested`;
    const subject = describeSnapshot(snapshot);
    if (!isCompleted(snapshot))
        return `⏳ ${subject}, status: ${snapshot.status}; VPS.org is still working on it`;
    const size = formatSize(snapshot.sizeMb);
    const age = reused && !requested ? `, taken ${formatAge(snapshot.createdAtMs, settings.nowMs)}` : '';
    return `${snapshot_report_icon(data)} ${subject} ${ending(first, settings.durationMs)}${age}, ${size}`;
}
/**
 * The summary of the step.
 * @param failure what the step ended with, if it failed
 */
function snapshotSummary(data, settings, failure) {
    const { records, replaced, pruned, decisions } = data;
    const failed = records.filter((record) => record.failure);
    // After an error, a server on which nothing was requested has nothing to show.
    const open = records.filter((record) => !record.failure && !isGood(record) && (!failure || record.requested || record.snapshot));
    const good = records.filter((record) => !record.failure && isGood(record));
    const restorable = records.flatMap(({ snapshot }) => (snapshot && isCompleted(snapshot) ? snapshot : []));
    const isFleet = records.length > 1;
    const own = snapshotFailure(data);
    const error = failure ?? own;
    return page(snapshot_report_heading(data, settings, failure), 
    // The table has the errors of a fleet; only another error, such as a cancelled job, is missing there.
    error && (!isFleet || error.message !== own?.message) ? cautionBlock(error.message) : '', isFleet && failed.length > 0
        ? table(snapshot_report_FAILURE_COLUMNS, failed.map(failureRow))
        : snapshot_report_recordTable(failed.filter(({ snapshot }) => snapshot), settings), snapshot_report_recordTable(open, settings), good.length > snapshot_report_MAX_OPEN_ROWS || (failed.length > 0 && good.length > 0)
        ? details(goodTitle(good), snapshot_report_recordTable(good, settings))
        : snapshot_report_recordTable(good, settings), snapshot_report_timelineSection(records), deleteSection([...replaced, ...pruned], settings.dryRun, true), settings.dryRun ? decisionTable(decisions) : '', rollbackInstructions(isFleet ? `How to restore the ${restorable.length}` : 'How to restore it', restorable, settings));
}
function isGood({ snapshot }) {
    return snapshot !== undefined && isCompleted(snapshot);
}
function snapshot_report_icon({ records, pruned }) {
    if (!records.every(isGood))
        return '⏳';
    return pruned.some(({ failure }) => failure) ? '⚠️' : '✅';
}
function snapshot_report_heading(data, settings, failure) {
    const failed = data.records.filter((record) => record.failure).length;
    const total = data.records.length;
    if (failure || failed > 0) {
        const what = settings.dryRun ? 'dry run failed' : 'failed';
        const isFleet = total > 1 && failed > 0;
        return `### ❌ ${snapshot_report_TITLE}: ${isFleet ? `${failed} of ${pluralize(total, 'server')} failed` : what}`;
    }
    if (settings.dryRun)
        return `### ✅ ${snapshot_report_TITLE}: dry run, nothing was changed`;
    const retention = snapshot_report_icon(data) === '⚠️' ? ', but retention failed' : '';
    return `### ${snapshot_report_icon(data)} ${snapshot_report_TITLE}: ${snapshot_report_verdict(data, settings)}${retention}`;
}
/** How it ended for all servers, if none has failed. */
function snapshot_report_verdict({ records }, { durationMs }) {
    const good = records.filter(isGood).length;
    const [first] = records;
    if (records.length > 1) {
        const snapshots = pluralize(records.length, 'snapshot');
        return good === records.length
            ? `${snapshots} completed in ${formatDuration(durationMs)}`
            : `${good} of ${snapshots} completed`;
    }
    if (!first || good === 0)
        return 'started, not completed yet';
    return ending(first, durationMs);
}
/** True if the wait ended at the timeout: only then does the error name the input. */
function isTimeout({ parts }) {
    return parts.summary.includes('timeout_minutes');
}
/** How one snapshot completed. `mode: wait` waits for a snapshot that an earlier step requested. */
function ending({ requested, reused, durationMs }, stepMs) {
    const duration = formatDuration(durationMs ?? stepMs);
    if (!reused)
        return `completed in ${duration}`;
    return requested ? `completed, waited ${duration}` : 'completed, reused from an earlier attempt';
}
const snapshot_report_FAILURE_COLUMNS = [{ head: 'Server' }, { head: 'Snapshot' }, { head: 'Result' }];
function failureRow({ server, snapshot, requested, durationMs, failure }) {
    const cells = [serverCell(server), snapshot ? code(snapshot.key) : ''];
    if (!failure)
        return cells;
    if (snapshot && hasFailed(snapshot) && durationMs !== undefined) {
        return [...cells, markdown `❌ <b>failed</b> after ${formatDuration(durationMs)}. ${prose(failure.parts.hint)}`];
    }
    if (snapshot && isUnfinished(snapshot) && durationMs !== undefined && isTimeout(failure)) {
        const elapsed = formatDuration(durationMs);
        return [
            ...cells,
            markdown `⏱️ <b>still in progress</b> after ${elapsed} (${code('timeout_minutes')}). ${prose(failure.parts.hint)}`,
        ];
    }
    const text = failureCell(failure, snapshot ? describeSnapshot(snapshot) : describeServer(server));
    if (!snapshot)
        return [...cells, markdown `❌ <b>${requested ? 'unknown' : 'no snapshot'}</b>: ${text}`];
    return [...cells, markdown `❌ <b>${isUnfinished(snapshot) ? 'still in progress' : snapshot.status}</b>: ${text}`];
}
const snapshot_report_COLUMNS = [
    { head: 'Server' },
    { head: 'Snapshot' },
    { head: 'Status' },
    { head: 'Size', align: 'right' },
    { head: 'Taken (UTC)' },
    { head: 'Duration', align: 'right' },
];
function snapshot_report_recordTable(records, { dryRun }) {
    if (records.length === 0)
        return '';
    const hasDowntime = records.some(({ downMs }) => downMs !== undefined);
    const rows = records.map((record) => {
        const { server, name, snapshot, downMs } = record;
        return [
            serverCell(server),
            snapshot ? snapshotCell(snapshot) : nameCell(name),
            snapshot_report_statusCell(record, dryRun),
            snapshot ? formatSize(snapshot.sizeMb) : '',
            snapshot ? takenCell(snapshot) : '',
            durationCell(record),
            ...(hasDowntime ? [downMs === undefined ? '' : formatDuration(downMs)] : []),
        ];
    });
    return table(hasDowntime ? [...snapshot_report_COLUMNS, { head: 'Downtime', align: 'right' }] : snapshot_report_COLUMNS, rows);
}
function durationCell({ requested, reused, durationMs }) {
    if (reused && !requested)
        return 'reused';
    const duration = durationMs === undefined ? '' : formatDuration(durationMs);
    return reused && duration !== '' ? `waited ${duration}` : duration;
}
function snapshot_report_statusCell({ snapshot, requested, failure }, dryRun) {
    if (!snapshot) {
        const status = requested ? 'unknown' : 'not created';
        if (failure)
            return `❌ ${status}`;
        return dryRun ? 'would be created' : status;
    }
    if (isCompleted(snapshot) && !failure)
        return `✅ ${snapshot.status}`;
    return `${isUnfinished(snapshot) ? '⏳' : '❌'} ${snapshot.status}`;
}
function goodTitle(records) {
    const durations = records.flatMap(({ durationMs }) => durationMs ?? []);
    const slowest = durations.length > 0 ? ` (slowest ${formatDuration(Math.max(...durations))})` : '';
    return markdown `<b>${pluralize(records.length, 'snapshot')} completed</b>${slowest}`;
}
function snapshot_report_timelineSection(records) {
    const chart = timeline('Snapshot duration by server', records.map(({ server, startedAtMs, durationMs, failure }) => {
        return { server, startedAtMs, durationMs, failed: failure !== undefined };
    }));
    return chart && details(markdown `<b>Timeline</b>`, chart);
}

;// CONCATENATED MODULE: ./lib/snapshots/reuse.js






/** A completed snapshot of an earlier attempt is reused up to this age, in milliseconds (docs/contract.md, Snapshot). */
const MAX_AGE_MS = 2 * 60 * 60_000;
/**
 * Decides whether a re-run reuses the snapshot that an earlier attempt of this step took: the oldest one that is safe,
 * because after a half-finished deploy that is the state to return to (docs/contract.md, Snapshot).
 * @param snapshots of the server, the oldest first
 * @param own the marker of this step
 * @param attempt of this run; `undefined` if the runner counts none: then whatever this step took is of an earlier one
 */
function decideReuse(snapshots, own, attempt, nowMs) {
    const earlier = snapshots.filter((snapshot) => {
        if (!marker_isOfStep(snapshot, own) || hasFailed(snapshot))
            return false;
        return attempt === undefined || (readMarker(snapshot)?.attempt ?? attempt) < attempt;
    });
    const objections = earlier.map((snapshot) => ({ snapshot, reason: objection(snapshot, snapshots, nowMs) }));
    const safe = objections.find(({ reason }) => reason === undefined)?.snapshot;
    if (!safe)
        return { snapshot: undefined, log: objections.map(({ snapshot, reason }) => refusal(snapshot, reason)) };
    const age = safe.createdAtMs === undefined ? 0 : Math.max(0, nowMs - safe.createdAtMs);
    return {
        snapshot: safe,
        log: [
            `Reusing ${describeSnapshot(safe)} from an earlier attempt of this step: status ${safe.status}, ${formatAge(safe.createdAtMs, nowMs)}. A rollback to it would discard the last ${formatDuration(age)} of writes.`,
        ],
    };
}
/** Why a snapshot is not safe to reuse; `undefined` if it is. */
function objection(snapshot, snapshots, nowMs) {
    const { createdAtMs } = snapshot;
    if (createdAtMs === undefined)
        return 'its age is unknown';
    const later = laterRelease(snapshot, snapshots);
    if (later)
        return `another run has taken ${describeSnapshot(later)} since`;
    const ageMs = nowMs - createdAtMs;
    if (isCompleted(snapshot))
        return ageMs < MAX_AGE_MS ? undefined : 'it is older than 2 h';
    return ageMs < STUCK_MS ? undefined : 'it has been in progress for over 60 min and may be stuck';
}
function refusal(snapshot, reason = '') {
    const wayOut = isCompleted(snapshot)
        ? 'It stays.'
        : 'If it is stuck, delete it with `mode: delete` or in the VPS.org control panel.';
    return `Not reusing ${describeSnapshot(snapshot)} from an earlier attempt of this step: ${reason}. Creating another. ${wayOut}`;
}

;// CONCATENATED MODULE: ./lib/modes/finish-snapshots.js












/**
 * Deletes what `keep*` no longer keeps, and says what the next deploy will meet. The backup exists, so none of this
 * fails the step (docs/contract.md, Snapshot).
 * @throws the reason of the abort
 */
async function finishSnapshots(finished, task) {
    const { session } = task;
    for (const { snapshot } of finished.records) {
        if (snapshot && isCompleted(snapshot) && !readMarker(snapshot)) {
            session.warn(`VPS.org did not keep the description of ${describeSnapshot(snapshot)}, so the marker of this action is lost. Retention, on_limit and a re-run will not recognize this snapshot; a rollback by its ID works.`);
        }
    }
    const deadline = new Deadline(session.context.clock, task.inputs.timeoutMs);
    try {
        const there = await listByServer(finished.servers, session, deadline);
        const deleted = hasPolicy(policyOf(task)) ? await prune(finished, there, task, deadline) : [];
        noticeComingLimit(finished, there, deleted, task);
    }
    catch (error) {
        session.context.signal.throwIfAborted();
        session.warn(`The new snapshot completed, but older ones could not be checked or deleted: ${errorMessage(error)}`);
    }
}
async function prune({ servers, records, pruned }, there, task, deadline) {
    const { session, run } = task;
    const restoring = await restoringServers(servers, task, deadline);
    for (const { server, snapshot, failure } of records) {
        const own = snapshot && ownMarker(snapshot, task);
        if (!snapshot || !own || failure || !isCompleted(snapshot))
            continue;
        if (restoring.some(({ key }) => key === server.key)) {
            session.warn(`${describeServer(server)} is being restored, so its older snapshots were not deleted.`);
            continue;
        }
        const series = ofSeries(snapshotsOf(there, server).snapshots, own);
        const decisions = decideRetention(series, policyOf(task), run.runId, { taken: snapshot.key });
        for (const { snapshot: target, reason, stays } of decisions) {
            if (!stays)
                pruned.push({ target, reason, stage: 'checked' });
        }
    }
    await deleteAll(pruned, session, deadline);
    const failed = pruned.flatMap(({ failure }) => failure ?? []);
    if (failed.length > 0) {
        const messages = failed.map(({ message }) => message).join('\n');
        session.warn(`The new snapshot completed, but not all older ones were deleted.\n${messages}`);
    }
    return pruned.filter(({ stage }) => stage === 'deleted');
}
/**
 * The servers that are being restored: one of their snapshots is the source of that, so none may be deleted.
 * @returns none if the token may not read servers
 */
async function restoringServers(servers, { session }, deadline) {
    try {
        const now = await createServerReader(servers, session.api)(deadline);
        return servers.filter(({ key }) => now.some((server) => server.key === key && server.status === RESTORING));
    }
    catch (error) {
        if (isCallError(error))
            return [];
        throw error;
    }
}
/** The marker that retention goes by: that of the snapshot itself, which may be of another step of this repository. */
function ownMarker(snapshot, { run }) {
    const marker = readMarker(snapshot);
    return marker?.repository === repositoryHash(run) ? marker : undefined;
}
function noticeComingLimit({ records }, there, deleted, task) {
    const { inputs, runner } = task;
    const rules = { policy: policyOf(task), onLimit: inputs.onLimit };
    const full = records.filter(({ server, snapshot }) => {
        const own = snapshot && ownMarker(snapshot, task);
        if (!own)
            return false;
        const { snapshots, unreadable } = snapshotsOf(there, server);
        const rest = snapshots.filter(({ key }) => !deleted.some(({ target }) => target.key === key));
        // The next run may replace what this one took.
        return !planRoom({ snapshots: rest, unreadable }, { ...own, runId: '' }, rules, 1).isEnough;
    });
    if (full.length === 0)
        return;
    const servers = full.map(({ server }) => describeServer(server)).join(', ');
    runner.notice(`The next snapshot of ${servers} will fail: the limit of 5 snapshots is reached. Set keep, or on_limit: replace_oldest, or delete one you no longer need.`);
}

;// CONCATENATED MODULE: ./lib/modes/permissions.js


/** The account is asked once; a slow response must not delay the step for longer than this, in milliseconds. */
const TIMEOUT_MS = 10_000;
/** What restores, snapshots and power need (docs/api.md, Account and token). */
const SUFFICIENT = ['servers:*', '*:*', '*'];
/**
 * Warns if the permissions of the token, as the account shows them, lack what a rollback needs. It never refuses: the
 * shape of that list is not documented.
 */
async function warnAboutPermissions({ session }) {
    try {
        const deadline = new Deadline(session.context.clock, TIMEOUT_MS);
        const permissions = await session.pollingApi.getPermissions(deadline);
        if (permissions === undefined || permissions.length === 0)
            return;
        if (permissions.some((permission) => SUFFICIENT.includes(permission)))
            return;
        session.warn(`This token has the permissions ${permissions.join(', ')}, but a rollback needs servers:*. Create a token with it at https://admin.vps.org/account/developers/.`);
    }
    catch (error) {
        if (!isCallError(error))
            throw error;
    }
}

;// CONCATENATED MODULE: ./lib/modes/snapshot.js






















/** The report on snapshots, of `mode: snapshot` and `mode: wait`. */
function snapshotReport(data, task) {
    const startedMs = task.session.context.clock.monotonicMs();
    const settings = () => reportSettings(task, startedMs);
    return {
        outputs: () => snapshotOutputs(data, settings()),
        stateLines: () => snapshotStateLines(data),
        failure: () => snapshotFailure(data),
        verdict: () => snapshotVerdict(data, settings()),
        summary: (failure) => snapshotSummary(data, settings(), failure),
    };
}
/** The line that shows about every 30 s how far the snapshots are. */
function snapshotProgressLine(records, waitedMs) {
    const over = records.filter(({ snapshot, failure }) => failure || (snapshot && isCompleted(snapshot))).length;
    const [only] = records;
    const state = only && records.length === 1
        ? `status: ${only.snapshot?.status ?? 'not created yet'}`
        : `${over} of ${records.length} finished`;
    return progressBar(waitedMs, SNAPSHOT_DURATION, state);
}
/**
 * Takes a snapshot of each server, waits until all have completed, and then deletes what `keep*` no longer keeps. All
 * servers are checked before the first is changed; the failure of one neither stops nor hides the others.
 * @throws ActionError unless every server has a completed snapshot, or with `wait: false` one that has started
 */
async function takeSnapshots(task) {
    const { inputs, run, session, runner } = task;
    const { clock } = session.context;
    const progress = { records: [], replaced: [], pruned: [], decisions: [] };
    const report = snapshotReport(progress, task);
    await withReport(report, task, async () => {
        const name = renderSnapshotName(inputs.snapshotName, run, clock.now());
        runner.group(`Snapshot "${shortSha(name)}" of ${formatServers(inputs.serverIds)}`);
        const deadline = new Deadline(clock, inputs.timeoutMs);
        const resolved = await resolveServers(inputs.serverIds, session, deadline);
        assertCanStop(resolved, task);
        progress.records.push(...resolved.servers.map((server) => ({ server, name, requested: false, reused: false })));
        if (inputs.dryRun || isRollbackArmed(task))
            await warnAboutPermissions(task);
        const there = await listByServer(resolved.servers, session, deadline);
        if (inputs.onRerun === 'reuse')
            for (const record of progress.records)
                reuse(record, there, task);
        assertRoom(progress.records, resolved, there, task);
        if (inputs.dryRun)
            return plan(progress, there, task);
        const onChange = () => {
            saveSnapshots(runner, progress.records);
            setOutputs(report, task);
        };
        onChange();
        await checkBaseline(task);
        await createAll(progress.records, {
            servers: resolved.servers,
            there,
            settings: {
                origin: originOf(task),
                description: inputs.description,
                rules: { policy: policyOf(task), onLimit: inputs.onLimit },
                stopServer: inputs.stopServer,
                wait: inputs.wait,
                timeoutMs: inputs.timeoutMs,
                maxParallel: inputs.maxParallel,
                apiUrl: inputs.apiUrl,
            },
            events: {
                onChange,
                onStoppedChange: (servers) => saveStopped(runner, servers),
                onReplace: (records) => progress.replaced.push(...records),
            },
            session,
            snapshotPoller: createSnapshotPoller(resolved.servers, session, (waitedMs) => snapshotProgressLine(progress.records, waitedMs)),
            serverPoller: createServerPoller(resolved.servers, session),
        });
        if (inputs.wait)
            await finishSnapshots({ ...progress, servers: resolved.servers }, task);
        if (!snapshotFailure(progress))
            saveSucceeded(runner);
    });
}
/** A rollback is armed by what only one after the job uses: `rollback_if` cannot tell, as it is evaluated again. */
function isRollbackArmed({ inputs }) {
    return (inputs.rollbackOn.length > 0 ||
        inputs.rollbackIf ||
        inputs.safetySnapshot ||
        inputs.healthCheckUrl !== undefined ||
        inputs.notifyUrl !== undefined ||
        inputs.commitStatus);
}
function assertCanStop({ readable }, { inputs }) {
    if (!inputs.stopServer || readable)
        return;
    throw new ActionError({
        summary: 'stop_server needs to see whether the server is stopped, and this token may not read servers.',
        state: 'No server was stopped, and no snapshot was created.',
        hint: 'Give the token the permission servers:*, or leave stop_server at false.',
    });
}
/** An earlier attempt took a snapshot before the deploy was half finished: that is the state to return to. */
function reuse(record, there, task) {
    const { session, run } = task;
    const own = markerOf(originOf(task), record.server);
    const { snapshots } = snapshotsOf(there, record.server);
    const { snapshot, log } = decideReuse(snapshots, own, run.attempt, session.context.clock.now());
    for (const line of log)
        session.log(line);
    if (!snapshot)
        return;
    record.snapshot = snapshot;
    record.reused = true;
}
/** All servers must have room before the first create. */
function assertRoom(records, { servers }, there, task) {
    const { inputs, run, session } = task;
    const nowMs = session.context.clock.now();
    const rules = { policy: policyOf(task), onLimit: inputs.onLimit };
    const missing = records.filter(({ reused }) => !reused);
    const all = missing.map(({ server }) => ({
        server,
        there: snapshotsOf(there, server),
        own: markerOf(originOf(task), server),
    }));
    const full = all.filter((one) => !planRoom(one.there, one.own, rules, 1).isEnough);
    if (full.length > 0)
        throw limitError(full, rules, nowMs);
    if (!inputs.safetySnapshot)
        return;
    for (const server of servers) {
        const isReused = records.some((record) => record.reused && record.server.key === server.key);
        assertRoomForSafetySnapshots([server], { run, there, targets: [], others: isReused ? 0 : 1 }, nowMs);
    }
}
/** Says what would be done, for each snapshot why it stays or goes, and changes nothing. */
function plan(progress, there, task) {
    const { inputs, session, run, runner } = task;
    const rules = { policy: policyOf(task), onLimit: inputs.onLimit };
    for (const { server, reused, snapshot } of progress.records) {
        const own = markerOf(originOf(task), server);
        const now = snapshotsOf(there, server);
        const deletes = reused ? [] : planRoom(now, own, rules, 1).deletes;
        progress.replaced.push(...deletes);
        if (!hasPolicy(rules.policy))
            continue;
        const rest = ofSeries(now.snapshots, own).filter((one) => !deletes.some(({ target }) => target.key === one.key));
        const newest = snapshot ? { taken: snapshot.key } : { comingAtMs: session.context.clock.now() };
        const decisions = decideRetention(rest, rules.policy, run.runId, newest);
        progress.decisions.push(...decisions);
        for (const { snapshot: target, reason, stays } of decisions) {
            if (!stays)
                progress.pruned.push({ target, reason, stage: 'checked' });
        }
    }
    for (const line of snapshotPlan(progress))
        runner.info(line);
}
/** A rollback judged by a check that fails before the deploy would be false (docs/contract.md, Health check). */
async function checkBaseline({ inputs, session, http, runner }) {
    const { healthCheckUrl: url, healthCheckText: text } = inputs;
    if (url === undefined)
        return;
    const { isHealthy, result } = await probeOnce({ url, text }, { http, context: session.context });
    if (isHealthy)
        return;
    runner.notice(`health_check_url is not healthy before the deploy (${result}). A rollback judged by it would be called unhealthy, whatever the deploy did.`);
}

;// CONCATENATED MODULE: ./lib/modes/carry-out-rollback.js














/**
 * @param reason why, such as `the job failed`; empty if the step itself is the reason
 */
function createRollbackProgress(task, reason, afterJob) {
    return {
        records: [],
        safety: [],
        skipped: [],
        healthy: undefined,
        healthFailure: undefined,
        reason,
        afterJob,
        healthCheckUrl: task.inputs.healthCheckUrl,
    };
}
/** The report on a rollback. */
function rollbackReport(progress, task) {
    const startedMs = task.session.context.clock.monotonicMs();
    const settings = () => reportSettings(task, startedMs);
    return {
        outputs: () => rollbackOutputs(progress, settings()),
        stateLines: () => rollbackStateLines(progress),
        failure: () => rollbackFailure(progress),
        verdict: () => rollbackVerdict(progress, settings()),
        summary: (failure) => rollbackSummary(progress, settings(), failure),
    };
}
/**
 * Does the work of a rollback and tells the commit and the notification how it ended, also if it could not start: an older
 * success must not stay there. Neither of them changes how the step ends.
 * @throws what the work throws
 */
async function withNotification(progress, task, work) {
    let failure;
    try {
        await work();
        failure = rollbackFailure(progress);
    }
    catch (error) {
        if (error instanceof ActionError)
            await tell(progress, error, task);
        throw error;
    }
    if (failure || progress.records.length > 0)
        await tell(progress, failure, task);
}
async function tell(progress, failure, task) {
    const { inputs, run, runner, http, redact, setCommitStatus } = task;
    if (inputs.dryRun)
        return;
    if (inputs.commitStatus) {
        const { state, description } = commitStatusOf(progress, failure);
        const problem = await setCommitStatus(state, description);
        if (problem !== undefined) {
            runner.notice(`The commit status could not be set on ${run.sha}: ${problem}\nThe job needs "permissions: statuses: write" for it. The rollback itself is not affected.`);
        }
    }
    if (inputs.notifyUrl !== undefined) {
        const settings = { ...reportSettings(task, 0), runUrl: run.runUrl, repository: run.repository };
        const text = notificationText(progress, failure, settings);
        const problem = await sendNotification(inputs.notifyUrl, text, http, redact);
        if (problem !== undefined)
            runner.warning(`The notification could not be sent: ${problem}`);
    }
}
/**
 * The rollback from the point at which its targets are known: the safety snapshots, the restores, the health check.
 * @param targets one checked snapshot for each server
 * @throws ActionError if nothing was started; the failures of single servers and of the health check are kept in the
 *   progress
 */
async function rollBackTo(targets, { servers, readable }, progress, task, { isAfterCancel, timeoutMs }) {
    const { inputs, run, session, runner, rollbackLog } = task;
    const { clock } = session.context;
    const records = targets.map((target) => ({ server: target.server, target, stage: 'checked', serverStatus: '' }));
    progress.records.push(...records);
    failUnrestorable(records, servers);
    const open = records.filter(({ failure }) => !failure);
    const openServers = servers.filter(({ key }) => open.some(({ server }) => server.key === key));
    if (inputs.safetySnapshot && !isAfterCancel && open.length > 0) {
        const there = await listByServer(openServers, session, new Deadline(clock, timeoutMs));
        progress.safety.push(...safetyRecords(open.map(({ target }) => target), run));
        if (inputs.dryRun)
            assertRoomForSafetySnapshots(openServers, { run, there, targets, others: 0 }, clock.now());
        else
            await takeSafety(progress.safety, { servers: openServers, there, targets }, task);
    }
    if (inputs.dryRun) {
        for (const line of rollbackPlan(progress, { nowMs: clock.now() }))
            runner.info(line);
        return;
    }
    await restoreAll(open, {
        servers,
        readable,
        settings: { timeoutMs, maxParallel: inputs.maxParallel, apiUrl: inputs.apiUrl, isAfterCancel },
        session,
        serverPoller: createServerPoller(openServers, session, (waitedMs) => restoreProgressLine(open, waitedMs)),
        onStarted: ({ server, target }) => rollbackLog.record({ serverKey: server.key, snapshotKey: target.key }),
    });
    if (!readable) {
        session.warn('This token may not read servers. The restore was started, but its end cannot be seen: check the server, or set health_check_url.');
    }
    if (isAfterCancel || rollbackFailure(progress))
        return;
    await checkRestored(progress, readable, task);
}
async function takeSafety(records, { servers, there, targets }, { inputs, run, session }) {
    await takeSafetySnapshots(records, {
        run,
        servers,
        there,
        targets,
        settings: { timeoutMs: inputs.timeoutMs, maxParallel: inputs.maxParallel, apiUrl: inputs.apiUrl },
        session,
        serverPoller: createServerPoller(servers, session),
        snapshotPoller: createSnapshotPoller(servers, session, (waitedMs) => snapshotProgressLine(records, waitedMs)),
        onReplace: () => undefined,
    });
}
function restoreProgressLine(records, waitedMs) {
    const over = records.filter(({ stage }) => stage === 'restored' || stage === 'failed').length;
    const [only] = records;
    const state = only && records.length === 1
        ? `server status: ${only.serverStatus || 'unknown'}`
        : `${over} of ${records.length} finished`;
    return progressBar(waitedMs, RESTORE_DURATION, state);
}
async function checkRestored(progress, readable, task) {
    const { inputs, session, http } = task;
    const { healthCheckUrl: url, healthCheckText: text } = inputs;
    if (url === undefined)
        return;
    const check = { url, text, timeoutMs: inputs.healthCheckTimeoutMs, stableMs: inputs.healthCheckStableMs };
    const { context, schedule, log } = session;
    const { isHealthy, lastResult } = await checkHealth(check, { http, context, schedule, log });
    progress.healthy = isHealthy;
    if (isHealthy)
        return;
    const { origin, pathname } = new URL(url);
    progress.healthFailure = new ActionError({
        summary: `Restored but not healthy: ${origin}${pathname} was not healthy within ${formatDuration(check.timeoutMs)}; last result: ${lastResult}.`,
        state: readable
            ? 'The server was restored and is active. Only the health check failed.'
            : 'The restore was accepted; whether it has finished cannot be seen with this token.',
        hint: 'Check the service on the server; if the check itself is wrong, fix health_check_url or health_check_text.',
    });
}

;// CONCATENATED MODULE: ./lib/modes/decide-after-job.js
const ENDED = { success: 'succeeded', failure: 'failed', cancelled: 'was cancelled' };
/**
 * Decides what to do after the job (docs/contract.md, After the job). `rollback_if` decides whatever has happened;
 * `rollback_on` only if the step ended well, because otherwise nothing was deployed to the server.
 */
function decideAfterJob(inputs, { succeeded }) {
    const { mode, dryRun, rollbackIf, rollbackOn, deleteOnSuccess, jobStatus } = inputs;
    const job = `The job ${ENDED[jobStatus]}`;
    if (mode !== 'snapshot' && mode !== 'wait')
        return none(`${job}; mode ${mode} does nothing after the job.`);
    if (dryRun)
        return none(`${job}; a dry run does nothing after the job.`);
    if (rollbackIf)
        return { action: 'rollback', reason: 'rollback_if is true' };
    if (jobStatus === 'success') {
        return deleteOnSuccess ? { action: 'delete' } : none(`${job}; no post-job action needed.`);
    }
    if (rollbackOn.includes(jobStatus)) {
        if (succeeded)
            return { action: 'rollback', reason: `the job ${ENDED[jobStatus]}` };
        return {
            action: 'warn',
            message: `Not rolling back although the job ${ENDED[jobStatus]}: this step itself did not succeed, so nothing was deployed after it. If a deploy ran anyway, name its outcome in rollback_if, which rolls back in this case too.`,
        };
    }
    if (jobStatus === 'cancelled' && rollbackOn.length > 0) {
        return {
            action: 'warn',
            message: 'Not rolling back: the job was cancelled or ran into its timeout-minutes, and rollback_on lists only failure. To roll back in this case too, set `rollback_on: failure, cancelled`.',
        };
    }
    return none(`${job}; no rollback was requested for that.`);
}
function none(message) {
    return { action: 'none', message };
}

;// CONCATENATED MODULE: ./lib/modes/post.js























/**
 * After a cancel all post steps of a job share under 5 min: each sends its restores at once and watches them for this
 * long, in milliseconds (docs/contract.md, After the job).
 */
const AFTER_CANCEL_MS = 45_000;
/** A server that the step left stopped gets this long to start, in milliseconds. */
const post_START_TIMEOUT_MS = 10 * 60_000;
/**
 * What is done after the job (docs/contract.md, After the job): servers that this step left stopped are started; then the
 * servers are rolled back if the inputs ask for it, or this step's snapshots are deleted if the job succeeded.
 * @throws ActionError for a rollback that failed or did not happen; a failed delete only warns
 */
async function runAfterJob(saved, task) {
    const { runner } = task;
    const startFailure = saved.stopped.length > 0 ? await startLeftStopped(saved.stopped, task) : undefined;
    const snapshots = saved.snapshots.map(({ serverKey: key, serverUuid: uuid, serverName: name, ...rest }) => ({
        ...rest,
        server: uuid === undefined ? { key, name } : { key, uuid, name },
    }));
    const decision = decideAfterJob(task.inputs, saved);
    if (decision.action === 'none')
        runner.info(decision.message);
    if (decision.action === 'warn')
        runner.warning(decision.message);
    if (decision.action === 'rollback')
        await rollBackAfterJob(decision.reason, snapshots, task);
    if (decision.action === 'delete')
        await deleteAfterJob(snapshots, task);
    if (startFailure)
        throw startFailure;
}
function assertToken({ inputs }, what) {
    if (inputs.apiToken !== '')
        return;
    throw new ActionError({
        summary: `The post step has no API token, so it could not ${what}.`,
        state: 'No request was sent.',
        hint: 'Set api_token to a value that still exists after the job, usually secrets.VPS_API_TOKEN.',
    });
}
/** @returns why a server could not be started; `undefined` if all run */
async function startLeftStopped(stopped, task) {
    const { session, runner, inputs } = task;
    runner.group(`Starting ${stopped.map(describeServer).join(', ')}: this step stopped it for its snapshot`);
    const servers = stopped.map((server) => ({ ...server, status: resolve_UNREADABLE }));
    const poller = createServerPoller(servers, session);
    const failures = [];
    const left = new Set(stopped);
    await pMap(stopped, async (server) => {
        try {
            assertToken(task, `start ${describeServer(server)}`);
            await ensureStarted(server, poller, session, new Deadline(session.context.clock, post_START_TIMEOUT_MS));
            session.log(`✓ ${describeServer(server)} is active`);
            left.delete(server);
        }
        catch (error) {
            session.context.signal.throwIfAborted();
            const { parts } = toActionError(error, `Starting ${describeServer(server)}`);
            failures.push(`${parts.summary} To start it yourself: ${startCommand(server, inputs.apiUrl)}`);
        }
    });
    saveStopped(runner, [...left]);
    runner.endGroup();
    if (failures.length === 0)
        return undefined;
    return new ActionError({
        summary: `${[...left].map(describeServer).join(', ')} was stopped for its snapshot and could not be started again.`,
        state: failures,
        hint: 'THE SERVER MAY BE DOWN: start it in the VPS.org control panel, or with the command above.',
    });
}
async function rollBackAfterJob(reason, snapshots, task) {
    const { inputs, runner, session } = task;
    const isAfterCancel = inputs.jobStatus === 'cancelled';
    const timeoutMs = isAfterCancel ? AFTER_CANCEL_MS : inputs.timeoutMs;
    const open = snapshots.filter((snapshot) => !wasRolledBack(snapshot, task));
    if (snapshots.length > 0 && open.length === 0)
        return;
    const progress = createRollbackProgress(task, reason, true);
    await withReport(rollbackReport(progress, task), task, async () => {
        runner.group(`Rollback after the job: ${reason}`);
        await withNotification(progress, task, async () => {
            if (open.length === 0) {
                throw new ActionError({
                    summary: `No rollback although ${reason}: this step has taken no snapshot.`,
                    state: 'The servers were not changed.',
                    hint: 'Check the log of the step that should have taken the snapshot.',
                });
            }
            assertToken(task, 'roll back');
            const deadline = new Deadline(session.context.clock, timeoutMs);
            const view = await readServers(open.map(({ server }) => server), task, deadline);
            const targets = await ownTargets(open, view, progress, { isAfterCancel, deadline }, task);
            await rollBackTo(targets, view, progress, task, { isAfterCancel, timeoutMs });
        });
    });
}
/** A rollback by an earlier step of the job counts if it was to this very snapshot; a notice says so. */
function wasRolledBack({ server, snapshotId }, { rollbackLog, runner }) {
    if (snapshotId === null || !rollbackLog.wasRestored(server.key, snapshotId))
        return false;
    runner.notice(`${describeServer(server)} was already rolled back to snapshot ${snapshotId} by an earlier step of this job, so the post step does not do it again.`);
    return true;
}
/** The servers of this step with their status now; one that cannot be seen is tried all the same. */
async function readServers(refs, { session }, deadline) {
    const servers = refs.map((ref) => ({ ...ref, status: resolve_UNREADABLE }));
    try {
        const now = await createServerReader(servers, session.api)(deadline);
        const seen = servers.map((server) => {
            const status = now.find((one) => isSame(one, server))?.status;
            return status === undefined ? server : { ...server, status };
        });
        return { servers: seen, readable: true };
    }
    catch (error) {
        if (isRefusal(error))
            return { servers, readable: false };
        throw toActionError(error, 'Reading the servers', 'No restore was started. The servers were not changed.');
    }
}
/** The completed snapshots of this step; why a server has none is kept in the progress, and stops none of the others. */
async function ownTargets(saved, { servers }, progress, { isAfterCancel, deadline }, task) {
    const there = await listByServer(servers, task.session, deadline);
    const poller = createSnapshotPoller(servers, task.session, (waitedMs) => snapshotProgressLine([], waitedMs));
    const found = await pMap(saved, async (one) => {
        const skip = (reason) => {
            progress.skipped.push({ server: one.server, reason });
            return undefined;
        };
        const { snapshots } = snapshotsOf(there, one.server);
        const snapshot = findOwnSnapshot(one, snapshots, task);
        if (!snapshot) {
            const name = one.snapshotId === null ? `"${one.name}"` : one.snapshotId;
            return skip(`the snapshot ${name} of this step is gone, or no longer the one that this step took`);
        }
        const later = laterRelease(snapshot, snapshots);
        if (later) {
            return skip(`another run has taken ${describeSnapshot(later)} of the same series since, and a rollback would undo its release`);
        }
        if (isCompleted(snapshot))
            return snapshot;
        if (hasFailed(snapshot) || isAfterCancel) {
            return skip(`${describeSnapshot(snapshot)} has not completed, its status is "${snapshot.status}"`);
        }
        const record = { server: one.server, name: one.name, requested: true, snapshot, reused: true };
        try {
            await waitForSnapshot(record, poller, task.session, deadline, () => undefined);
            return record.snapshot;
        }
        catch (error) {
            return skip(toActionError(error, `Waiting for ${describeSnapshot(snapshot)}`).parts.summary);
        }
    });
    return found.filter((snapshot) => snapshot !== undefined);
}
/** In `mode: wait` another step of this run took the snapshot: then the marker must be one of this run. */
function findOwnSnapshot(saved, snapshots, task) {
    const own = markerOf(originOf(task), saved.server);
    return findOwn(saved, snapshots, (snapshot) => {
        if (task.inputs.mode === 'wait')
            return isOfRun(snapshot, own, task);
        return saved.reused ? marker_isOfStep(snapshot, own) : isOfAttempt(snapshot, own);
    });
}
function isOfRun(snapshot, own, { run }) {
    const marker = readMarker(snapshot);
    return marker?.repository === repositoryHash(run) && marker.runId === own.runId;
}
/** Deletes this step's snapshots; one that is still there only warns, because the release has succeeded. */
async function deleteAfterJob(snapshots, task) {
    const { inputs, runner, session } = task;
    const progress = { mode: 'delete', records: [], decisions: [], gone: [] };
    try {
        await withReport(deleteReport(progress, task), task, async () => {
            runner.group("The job succeeded; deleting this step's snapshots");
            assertToken(task, "delete this step's snapshots");
            const deadline = new Deadline(session.context.clock, inputs.timeoutMs);
            const servers = snapshots.map(({ server }) => ({ ...server, status: resolve_UNREADABLE }));
            const restoring = await restoringServers(servers, task, deadline);
            const there = await listByServer(servers, session, deadline);
            for (const one of snapshots) {
                const target = findOwnSnapshot(one, snapshotsOf(there, one.server).snapshots, task);
                if (restoring.some(({ key }) => key === one.server.key)) {
                    session.warn(`${describeServer(one.server)} is being restored, so its snapshot was not deleted.`);
                }
                else if (target) {
                    progress.records.push({ target, reason: 'delete_on_success', stage: 'checked' });
                }
            }
            await deleteAll(progress.records, session, deadline);
        });
    }
    catch (error) {
        session.context.signal.throwIfAborted();
        runner.warning(`The release succeeded, but its snapshot still exists.\n${errorMessage(error)}`);
    }
}

;// CONCATENATED MODULE: ./lib/modes/prune.js













/**
 * Deletes what `keep*` no longer keeps of this repository's snapshots, every series by itself; snapshots of anyone else
 * stay.
 * @throws ActionError unless all are gone that had to go
 */
async function pruneSnapshots(task) {
    const { inputs, run, session, runner } = task;
    const progress = { mode: 'prune', records: [], decisions: [], gone: [] };
    await withReport(deleteReport(progress, task), task, async () => {
        runner.group(`Pruning the snapshots of ${formatServers(inputs.serverIds)}`);
        const deadline = new Deadline(session.context.clock, inputs.timeoutMs);
        const { servers } = await resolveServers(inputs.serverIds, session, deadline);
        if (inputs.dryRun)
            await warnAboutPermissions(task);
        const restoring = servers.filter(({ status }) => status === RESTORING);
        if (restoring.length > 0) {
            throw new ActionError({
                summary: `${restoring.map(describeServer).join(', ')} is being restored, and one of its snapshots is the source. Nothing was deleted.`,
                hint: 'Re-run the job when the server is active again.',
            });
        }
        const there = await listByServer(servers, session, deadline);
        const own = { repository: repositoryHash(run), runId: run.runId };
        const series = inputs.series === undefined ? undefined : seriesHash(inputs.series);
        for (const server of servers) {
            const decisions = decidePrune(snapshotsOf(there, server).snapshots, policyOf(task), own, series);
            progress.decisions.push(...decisions);
            for (const { snapshot, stays, reason } of decisions) {
                if (!stays)
                    progress.records.push({ target: snapshot, reason, stage: 'checked' });
            }
        }
        await deleteOrPlan(progress, task, deadline);
    });
}

;// CONCATENATED MODULE: ./lib/modes/rollback.js








/**
 * Restores each server from a snapshot, waits until it runs again, and checks whether it is healthy. Every target is
 * checked before the first server is changed; the failure of one neither stops nor hides the others.
 * @throws ActionError unless every server was restored and is active; another one if they are, but not healthy
 */
async function rollBack(task) {
    const { inputs, session, runner } = task;
    const progress = createRollbackProgress(task, '', false);
    await withReport(rollbackReport(progress, task), task, async () => {
        runner.group(`Rollback of ${formatServers(inputs.serverIds)}`);
        const deadline = new Deadline(session.context.clock, inputs.timeoutMs);
        await withNotification(progress, task, async () => {
            const resolved = await resolveServers(inputs.serverIds, session, deadline);
            if (inputs.dryRun)
                await warnAboutPermissions(task);
            const targets = await selectTargets(resolved.servers, { named: inputs.snapshotIds, latest: inputs.latest, origin: originOf(task), series: inputs.series }, session, deadline);
            await rollBackTo(targets, resolved, progress, task, { isAfterCancel: false, timeoutMs: inputs.timeoutMs });
        });
    });
}

;// CONCATENATED MODULE: ./lib/modes/wait.js














/**
 * Waits for snapshots that a step with `wait: false` started: it ends as that step would have (docs/contract.md, Waiting
 * later).
 * @throws ActionError unless every server has a completed snapshot
 */
async function waitForSnapshots(task) {
    const { inputs, session, runner } = task;
    const { clock } = session.context;
    const progress = { records: [], replaced: [], pruned: [], decisions: [] };
    const report = snapshotReport(progress, task);
    await withReport(report, task, async () => {
        runner.group(`Waiting for the snapshot of ${formatServers(inputs.serverIds)}`);
        const deadline = new Deadline(clock, inputs.timeoutMs);
        const { servers } = await resolveServers(inputs.serverIds, session, deadline);
        if (inputs.dryRun || isRollbackArmed(task))
            await warnAboutPermissions(task);
        const snapshots = await selectForWait(servers, inputs.snapshotIds, originOf(task), session, deadline);
        progress.records.push(...snapshots.map((snapshot) => ({
            server: snapshot.server,
            name: snapshot.name,
            requested: true,
            snapshot,
            reused: false,
            startedAtMs: snapshot.createdAtMs ?? clock.now(),
        })));
        if (inputs.dryRun) {
            for (const line of snapshotPlan(progress))
                runner.info(line);
            return;
        }
        const onChange = () => {
            saveSnapshots(runner, progress.records);
            setOutputs(report, task);
        };
        onChange();
        await createAll(progress.records, {
            servers,
            there: new Map(),
            settings: {
                origin: originOf(task),
                description: '',
                rules: { policy: policyOf(task), onLimit: inputs.onLimit },
                stopServer: false,
                wait: true,
                timeoutMs: inputs.timeoutMs,
                maxParallel: inputs.maxParallel,
                apiUrl: inputs.apiUrl,
            },
            events: { onChange, onStoppedChange: () => undefined, onReplace: () => undefined },
            session,
            snapshotPoller: createSnapshotPoller(servers, session, (waitedMs) => snapshotProgressLine(progress.records, waitedMs)),
            serverPoller: createServerPoller(servers, session),
        });
        await finishSnapshots({ ...progress, servers }, task);
        if (!snapshotFailure(progress))
            saveSucceeded(runner);
    });
}

;// CONCATENATED MODULE: ./lib/polling/schedule.js
const SHARE = 0.05;
const MIN_MS = 5000;
const MAX_MS = 15_000;
const JITTER = 0.1;
/**
 * Pauses of 5% of the time waited so far, at least 5 s and at most 15 s, with ±10% jitter (docs/contract.md, Retries and
 * polling).
 * @param random gives numbers from 0 to below 1
 */
function adaptive(random) {
    return (waitedMs) => {
        const pauseMs = Math.min(MAX_MS, Math.max(MIN_MS, waitedMs * SHARE));
        return pauseMs * (1 + JITTER * (2 * random() - 1));
    };
}
/** The same pause each time, in milliseconds (docs/contract.md, Inputs, `poll_interval_seconds`). */
function fixed(pauseMs) {
    return () => pauseMs;
}

;// CONCATENATED MODULE: ./lib/redact.js
/** This number of characters in a row of a secret is replaced; a shorter secret only as a whole. */
const GRAM_LENGTH = 8;
const REPLACEMENT = '***';
/** Characters in the forms that Markdown, HTML, URLs and JSON give them, and the element that `escapeMarkup` adds. */
const ESCAPED = /&#(?<decimal>\d{1,7});|&#x(?<hex>[0-9a-f]{1,6});|&(?<entity>amp|lt|gt|quot|apos);|%(?<percent>[0-9a-f]{2})|\\u(?<unicode>[0-9a-f]{4})|\\(?<json>["\\/])|<\/?span>/giu;
const ENTITIES = new Map([
    ['amp', '&'],
    ['lt', '<'],
    ['gt', '>'],
    ['quot', '"'],
    ['apos', "'"],
]);
/** Part of a URL that is no secret, such as `services` or `webhooks`: without it, these words would be replaced. */
const PLAIN_WORD = /^[a-z-]{1,12}$/u;
/**
 * Makes a function that replaces each secret by `***`, and any 8 characters in a row of one, also if they are escaped for
 * HTML, Markdown, a URL or JSON, or encoded in base64 at any alignment (docs/contract.md, What must never happen, 8). A
 * secret below 8 characters is replaced only as a whole. Of a URL the address, the path and their parts are secret, its
 * host is not. The time grows with the length of the text, and not with its square.
 * @param secrets as they were given; empty ones are left out
 */
function createRedactor(secrets) {
    const needles = needlesOf(secrets.map((secret) => secret.trim()).filter((secret) => secret !== ''));
    if (needles.wholes.size === 0)
        return (text) => text;
    return (text) => {
        const decoded = decode(text);
        const found = [
            ...redact_find(text, needles),
            ...(decoded === undefined ? [] : redact_find(decoded.text, needles).map((range) => toOriginal(range, decoded))),
        ];
        return replace(text, found);
    };
}
function needlesOf(secrets) {
    const wholes = new Set();
    const grams = new Set();
    for (const secret of secrets) {
        wholes.add(secret);
        for (const part of partsOf(secret, wholes)) {
            for (const form of [part, ...base64Forms(part)]) {
                for (let at = 0; at + GRAM_LENGTH <= form.length; at += 1)
                    grams.add(form.slice(at, at + GRAM_LENGTH));
            }
        }
    }
    return { wholes, grams };
}
/** The parts of a secret of which no 8 characters may be seen. Adds what of a URL is secret only as a whole. */
function partsOf(secret, wholes) {
    const url = /^https?:/iu.test(secret) ? URL.parse(secret) : null;
    // A token with a space or a newline is refused, but not before it was read; the log shows its parts on one line.
    if (url === null)
        return secret.split(/\s+/u).filter((part) => part.length >= GRAM_LENGTH);
    const path = `${url.pathname}${url.search}${url.hash}`;
    wholes.add(url.href);
    if (path.length >= GRAM_LENGTH)
        wholes.add(path);
    const parts = [...path.split(/[/?&=#;]/u), url.username, url.password];
    return parts.filter((part) => part.length >= GRAM_LENGTH && !PLAIN_WORD.test(part));
}
/** What of the base64 form of a text is the same whatever stands before and after it, at each of the three alignments. */
function base64Forms(text) {
    return [0, 1, 2].flatMap((shift) => {
        const bytes = Buffer.concat([Buffer.alloc(shift), Buffer.from(text)]);
        const ownCharacters = Math.floor((bytes.length * 8) / 6);
        const form = bytes.toString('base64').slice(Math.ceil((shift * 8) / 6), ownCharacters);
        return [form, form.replaceAll('+', '-').replaceAll('/', '_')];
    });
}
function redact_find(text, { wholes, grams }) {
    const found = [];
    for (const whole of wholes) {
        for (let at = text.indexOf(whole); at >= 0; at = text.indexOf(whole, at + whole.length)) {
            found.push([at, at + whole.length]);
        }
    }
    for (let at = 0; at + GRAM_LENGTH <= text.length; at += 1) {
        if (grams.has(text.slice(at, at + GRAM_LENGTH)))
            found.push([at, at + GRAM_LENGTH]);
    }
    return found;
}
/** @returns `undefined` if nothing in the text is escaped */
function decode(text) {
    const parts = [];
    const starts = [];
    const ends = [];
    let end = 0;
    const addPlain = (part) => {
        parts.push(part);
        for (let at = end; at < end + part.length; at += 1) {
            starts.push(at);
            ends.push(at + 1);
        }
    };
    for (const { 0: escaped, index, groups = {} } of text.matchAll(ESCAPED)) {
        addPlain(text.slice(end, index));
        end = index + escaped.length;
        const character = characterOf(groups);
        parts.push(character);
        for (let at = 0; at < character.length; at += 1) {
            starts.push(index);
            ends.push(end);
        }
    }
    if (end === 0)
        return undefined;
    addPlain(text.slice(end));
    return { text: parts.join(''), starts, ends };
}
function characterOf({ decimal, hex, entity, percent, unicode, json }) {
    if (entity !== undefined)
        return ENTITIES.get(entity.toLowerCase()) ?? '';
    if (json !== undefined)
        return json;
    const inHex = hex ?? percent ?? unicode;
    const code = inHex === undefined ? Number(decimal ?? Number.NaN) : Number.parseInt(inHex, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : '';
}
function toOriginal([start, end], { starts, ends }) {
    return [starts[start] ?? 0, ends[end - 1] ?? 0];
}
function replace(text, found) {
    const ordered = found.toSorted(([a], [b]) => a - b);
    const parts = [];
    let end = 0;
    for (const [start, rangeEnd] of ordered) {
        if (start >= end && !(start === end && parts.length > 0))
            parts.push(text.slice(end, start), REPLACEMENT);
        end = Math.max(end, rangeEnd);
    }
    return [...parts, text.slice(end)].join('');
}

;// CONCATENATED MODULE: ./lib/report/plain-summary.js

/** The summary of a step whose inputs are invalid, so that it sent no request. */
function inputErrorSummary(error) {
    return page('### ❌ VPS.org snapshot action: invalid inputs', cautionBlock(error.message));
}

;// CONCATENATED MODULE: ./lib/vps/read-body.js


/**
 * Reads the JSON of a response by a schema.
 * @throws InvalidResponseError that names the field and what was expected there; never what the response contained,
 *   because that can be a password
 */
function read_body_readBody(request, schema, { body }) {
    const json = safeParse(pipe(string(), parseJson()), body);
    if (!json.success)
        throw new InvalidResponseError(request, 'expected JSON');
    const parsed = safeParse(schema, json.output);
    if (parsed.success)
        return parsed.output;
    const [issue] = parsed.issues;
    const path = getDotPath(issue);
    throw new InvalidResponseError(request, `expected ${issue.expected}${path === null ? '' : ` at ${path}`}`);
}

;// CONCATENATED MODULE: ./lib/vps/pagination.js




/** The most items that the API puts on a page (docs/api.md, Two dialects). */
const PAGE_SIZE = '100';
/** All pages of a list together, in characters. */
const MAX_LIST_LENGTH = 32 * 1024 * 1024;
const Count = union([number(), pipe(string(), regex(/^\d{1,9}$/u), transform(Number))]);
/** A page of Django REST Framework, without what is not documented for sure. */
const FrameworkPage = object({
    results: array(unknown()),
    next: fallback(nullish(string()), null),
    count: fallback(nullish(Count), null),
});
const BareList = pipe(array(unknown()), transform((results) => ({ results, next: null, count: null })));
const Page = union([FrameworkPage, BareList]);
/**
 * Reads a whole list. Of `next` only the query is followed, on the list's own path, so that the token goes nowhere else.
 * If `count` says that there is more and `next` is missing, the list goes on by page number. An item that is listed twice
 * counts once, and one that cannot be read is counted, not returned. The list is bounded by the deadline and by its size,
 * not by a number of pages (docs/contract.md, Retries and polling).
 * @throws InvalidResponseError for another shape, or a list that is too large; RequestError if the deadline passes before
 *   it ended; what `send` throws
 */
async function readList(send, path, query, schema, deadline) {
    const list = new ItemCollector(schema);
    const requested = new Set();
    let length = 0;
    let search = new URLSearchParams({ ...query, page_size: PAGE_SIZE });
    let isGuess = false;
    for (let number = 1;; number += 1) {
        const request = { method: 'GET', path, query: search, read: (response) => readPage(request, response) };
        if (number > 1 && deadline.leftMs() === 0) {
            throw new RequestError(request, `the list did not end before the timeout, after ${number - 1} pages`, true);
        }
        requested.add(pageKey(search));
        const response = await sendForPage(send, request, { number, isGuess }, deadline);
        if (response === undefined)
            return list;
        length += response.body.length;
        if (length > MAX_LIST_LENGTH)
            throw new InvalidResponseError(request, 'the list is larger than 32 MiB');
        const { results, next, count } = readPage(request, response);
        const hasNew = list.add(results);
        const linked = followNext(search, next);
        if (linked)
            search = linked;
        else if (hasNew && list.size < (count ?? 0))
            search = withQuery(search, { page: String(number + 1) });
        else
            return list;
        isGuess = linked === undefined;
        if (requested.has(pageKey(search)))
            return list;
    }
}
function readPage(request, response) {
    return read_body_readBody(request, Page, response);
}
/**
 * @param page its number, and whether it is requested because of `count`, not because of `next`
 * @returns `undefined` if there is no such page: the list has ended
 */
async function sendForPage(send, request, { number, isGuess }, deadline) {
    try {
        return await send(request, deadline);
    }
    catch (error) {
        if ((number > 1 && isInvalidPage(error)) || (isGuess && error instanceof NotFoundError))
            return undefined;
        throw error;
    }
}
/** @returns `undefined` if `next` leads nowhere */
function followNext(search, next) {
    const url = next ? URL.parse(next, 'https://vps.invalid/') : null;
    return url && url.search !== '' ? withQuery(search, Object.fromEntries(url.searchParams)) : undefined;
}
/** A `next` that forgets the filter or the page size must not change them. */
function withQuery(search, query) {
    const merged = new URLSearchParams(search);
    for (const [name, value] of Object.entries(query))
        merged.set(name, value);
    return merged;
}
/** The first page is the first one with and without its number. */
function pageKey(search) {
    return String(withQuery(search, { page: search.get('page') ?? '1' }));
}
/** What could be read of the pages so far. */
class ItemCollector {
    items = [];
    unreadable = 0;
    #schema;
    #indexes = new Map();
    constructor(schema) {
        this.#schema = schema;
    }
    get size() {
        return this.items.length + this.unreadable;
    }
    /** @returns whether the page has something that was not listed before */
    add(results) {
        const before = this.size;
        for (const result of results) {
            const parsed = safeParse(this.#schema, result);
            if (parsed.success)
                this.#addItem(parsed.output);
            else
                this.unreadable += 1;
        }
        return this.size > before;
    }
    /** The later reading is the newer one. An item that is listed under another server too is kept: it is not clear. */
    #addItem(item) {
        const key = item.key.toLowerCase();
        const indexes = this.#indexes.get(key) ?? [];
        const known = indexes.find((index) => isSameOwner(this.items[index]?.server, item.server));
        if (known !== undefined)
            this.items[known] = item;
        else
            this.#indexes.set(key, [...indexes, this.items.push(item) - 1]);
    }
}
function isSameOwner(a, b) {
    return a === undefined || b === undefined || isSame(a, b);
}

;// CONCATENATED MODULE: ./lib/vps/time.js
const NUMBER = /^\d+(?:\.\d+)?$/u;
const ISO_TIME = /^(?<date>\d{4}-\d{2}-\d{2})[T ](?<time>\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?) ?(?<zone>Z|[+-]\d{2}(?::?\d{2})?)?$/iu;
/** From here on a number counts milliseconds, not seconds. */
const time_MIN_MS = 1e11;
/**
 * A time as the API may show it: ISO 8601, without a zone in UTC, or a number of seconds or milliseconds since the epoch,
 * also as text (docs/api.md, Unknown).
 * @returns milliseconds since the epoch; `undefined` if it cannot be read
 */
function parseTime(time) {
    const text = String(time).trim();
    const ms = NUMBER.test(text) ? fromNumber(Number(text)) : fromIso(text);
    // A date that JavaScript cannot show, or one from before there were servers, is none.
    return ms > 0 && !Number.isNaN(new Date(ms).getTime()) ? ms : undefined;
}
function fromNumber(value) {
    return value >= time_MIN_MS ? value : value * 1000;
}
function fromIso(text) {
    const { date, time, zone = 'Z' } = ISO_TIME.exec(text)?.groups ?? {};
    if (date === undefined || time === undefined)
        return Number.NaN;
    const [, sign = '', hours = '', minutes = '00'] = /^([+-])(\d{2}):?(\d{2})?$/u.exec(zone) ?? [];
    return Date.parse(`${date}T${time}${sign === '' ? 'Z' : `${sign}${hours}:${minutes}`}`);
}

;// CONCATENATED MODULE: ./lib/vps/schema.js




/** Text from outside is bounded here, once. */
function bounded(length) {
    return pipe(fallback(nullish(string(), ''), ''), transform((text) => truncate(text, length)));
}
const Name = bounded(255);
const Description = bounded(2000);
const Status = pipe(bounded(64), transform((status) => status.trim().toLowerCase() || 'unknown'));
const OptionalId = fallback(optional(IdFromApi), undefined);
const schema_DECIMAL = /^\d{1,12}(?:\.\d{1,9})?$/u;
/** A number, or the text of one. */
const Decimal = union([
    pipe(number(), finite()),
    pipe(string(), trim(), regex(schema_DECIMAL), transform(Number)),
]);
const Size = fallback(nullable(Decimal), null);
/** An unreadable or missing time is unknown. */
const Time = fallback(nullish(pipe(union([pipe(number(), finite()), string()]), transform(parseTime))), null);
const ServerObject = object({ id: OptionalId, uuid: OptionalId, name: Name, hostname: Name });
/** A bare id in place of the object. */
const BareServer = pipe(IdFromApi, transform((id) => ({ id, uuid: undefined, name: '', hostname: '' })));
/** The five forms in which a response names its server (docs/api.md, Identity). */
const WithServer = object({
    server: fallback(optional(union([ServerObject, BareServer])), undefined),
    server_id: OptionalId,
    server_uuid: OptionalId,
});
function toNamedServer({ server, server_id, server_uuid }) {
    const ids = [server?.id, server_id, server?.uuid, server_uuid].filter((id) => id !== undefined);
    const isInteger = (id) => typeof toJsonId(id) === 'number';
    const [integer, ...otherIntegers] = ids.filter(isInteger);
    const [uuid, ...otherUuids] = ids.filter((id) => !isInteger(id));
    const isClear = otherIntegers.every((id) => id === integer) && otherUuids.every((id) => uuid && isSameId(id, uuid));
    const identity = isClear ? toIdentity(integer, uuid) : undefined;
    return { ids, server: identity && { ...identity, name: server?.name || server?.hostname || '' } };
}
/** What names the server of a response. */
const ServerOfResponse = pipe(WithServer, transform(toNamedServer));
/** The status of a server in the response to a restore; empty if it shows none. */
const ServerStatusOfResponse = pipe(object({ server: fallback(object({ status: bounded(64) }), { status: '' }) }), transform(({ server }) => server.status.trim().toLowerCase()));
/** A snapshot in the response to a create. */
const SnapshotOfResponse = pipe(object({
    ...WithServer.entries,
    id: OptionalId,
    uuid: OptionalId,
    name: Name,
    status: Status,
    size_mb: Size,
    created_at: Time,
    description: Description,
}), rawTransform(({ dataset: { value }, addIssue, NEVER }) => {
    const { name, status, size_mb: sizeMb, created_at, description } = value;
    const identity = toIdentity(value.id, value.uuid);
    if (identity) {
        const named = toNamedServer(value);
        return { ...identity, named, name, status, sizeMb, createdAtMs: created_at ?? undefined, description };
    }
    addIssue({ message: 'no id', expected: 'id or uuid' });
    return NEVER;
}));
/** A snapshot of a list: one whose server cannot be told is not readable. */
const ListedSnapshot = pipe(SnapshotOfResponse, rawTransform(({ dataset: { value }, addIssue, NEVER }) => {
    const { named, ...snapshot } = value;
    if (named.server)
        return { ...snapshot, server: named.server };
    addIssue({ message: 'no server', expected: 'one server' });
    return NEVER;
}));
/** A server, in a list or by itself. */
const ListedServer = pipe(object({ ...ServerObject.entries, status: Status }), rawTransform(({ dataset: { value }, addIssue, NEVER }) => {
    const identity = toIdentity(value.id, value.uuid);
    if (identity)
        return { ...identity, name: value.name || value.hostname, status: value.status };
    addIssue({ message: 'no id', expected: 'id or uuid' });
    return NEVER;
}));
/** Text from outside that people read: bounded like the rest. */
const Permission = pipe(string(), transform((text) => truncate(text, 64)));
const MAX_PERMISSIONS = 50;
/** Of the account only the permissions of the token; `undefined` if they are not shown (docs/api.md, Account and token). */
const Account = pipe(object({
    token: fallback(object({ permissions: fallback(nullish(array(Permission)), null) }), {
        permissions: null,
    }),
}), transform(({ token }) => token.permissions?.slice(0, MAX_PERMISSIONS)));

;// CONCATENATED MODULE: ./lib/vps/client.js









/** The status of a delete that was carried out (docs/api.md, Snapshots). */
const DELETED = 204;
/**
 * The calls of the VPS.org API that the action needs (docs/api.md). Each throws an error of `errors.ts`, an ActionError
 * for a response about another server, or the reason of the abort. Whether a call is retried is for the chain behind it
 * (`with-retry.ts`), and for a POST for the caller.
 */
class VpsClient {
    #send;
    /** @param send the chain; `with-status.ts` is part of it */
    constructor(send) {
        this.#send = send;
    }
    /**
     * One server.
     * @returns `undefined` if it does not exist for this token, or if the API has no such call
     */
    async getServer(id, deadline) {
        const request = { method: 'GET', path: `/servers/${id}/` };
        try {
            const server = await this.#call(request, (response) => read_body_readBody(request, ListedServer, response), deadline);
            const asked = { key: id, name: '' };
            if (isOther(server, asked))
                throw wrongServer(request, asked, server, 'Nothing was changed.');
            return isNamedBy(server, id) ? server : { ...server, ...withForm(server, id) };
        }
        catch (error) {
            if (error instanceof NotFoundError || error instanceof MethodNotAllowedError)
                return undefined;
            throw error;
        }
    }
    /** All servers that the token may see. */
    async listServers(deadline) {
        return await readList(this.#send, '/servers/', {}, ListedServer, deadline);
    }
    /**
     * All snapshots that the token may see, or those of one server, with the server as it was given. Then one that can also
     * be another server's counts as unreadable: nobody can tell whose it is.
     */
    async listSnapshots(server, deadline) {
        const query = server === undefined ? {} : { server_id: server.key };
        const list = await readList(this.#send, '/snapshots/', query, ListedSnapshot, deadline);
        if (server === undefined)
            return list;
        const foreign = list.items.filter((snapshot) => isOther(snapshot.server, server));
        const foreignKeys = new Set(foreign.map(({ key }) => key.toLowerCase()));
        const items = list.items
            .filter((snapshot) => isSame(snapshot.server, server) && !foreignKeys.has(snapshot.key.toLowerCase()))
            .map((snapshot) => ({ ...snapshot, server }));
        return { items, unreadable: list.unreadable + list.items.length - foreign.length - items.length };
    }
    /** Starts a snapshot and gives it as the API first shows it. */
    async createSnapshot({ server, name, description }, deadline) {
        const body = { server_id: toJsonId(server.key), name, description };
        const request = { method: 'POST', path: '/snapshots/', body };
        const read = (response) => read_body_readBody(request, SnapshotOfResponse, response);
        const { named, ...snapshot } = await this.#call(request, read, deadline);
        if (named.server && isOther(named.server, server)) {
            const state = `It returned snapshot ${snapshot.key}, and was not sent again. It is unknown on which server snapshot ${quote(name)} was started.`;
            throw wrongServer(request, server, named.server, state);
        }
        assertClear(request, named);
        return { ...snapshot, server };
    }
    /**
     * Starts the restore of a server from its snapshot.
     * @returns the status of the server as the response shows it; empty if it shows none
     */
    async restoreSnapshot({ key, server }, deadline) {
        const request = { method: 'POST', path: `/snapshots/${key}/restore/` };
        const read = (response) => ({
            named: read_body_readBody(request, ServerOfResponse, response),
            status: read_body_readBody(request, ServerStatusOfResponse, response),
        });
        const { named, status } = await this.#call(request, read, deadline);
        if (named.server && isOther(named.server, server)) {
            const state = 'It was not sent again. It is unknown which of the two servers is being restored.';
            throw wrongServer(request, server, named.server, state);
        }
        assertClear(request, named);
        if (named.server && isSame(named.server, server))
            return status;
        throw new InvalidResponseError(request, 'expected the server that is being restored');
    }
    /** Deletes a snapshot; one that is gone already is done. */
    async deleteSnapshot({ key }, deadline) {
        const request = { method: 'DELETE', path: `/snapshots/${key}/` };
        const read = ({ status }) => {
            // Whatever stands in between and returns 200 by itself has deleted nothing.
            if (status !== DELETED)
                throw new InvalidResponseError(request, `expected the status ${DELETED}, not ${status}`);
        };
        try {
            await this.#call(request, read, deadline);
            return 'deleted';
        }
        catch (error) {
            if (error instanceof NotFoundError)
                return 'gone';
            throw error;
        }
    }
    /** Starts or stops a server: any status of success means that it was accepted (docs/api.md, Power). */
    async setPower({ key, uuid }, action, deadline) {
        await this.#send({ method: 'POST', path: `/servers/${uuid ?? key}/power/`, body: { action } }, deadline);
    }
    /** The permissions of the token; `undefined` if the account does not show them. */
    async getPermissions(deadline) {
        const request = { method: 'GET', path: '/account/me/' };
        return await this.#call(request, (response) => read_body_readBody(request, Account, response), deadline);
    }
    /** The chain reads the response too, to tell one that cannot be read, and to retry it. */
    async #call(request, read, deadline) {
        return read(await this.#send({ ...request, read }, deadline));
    }
}
/** The identity with the id by which it was found, if the API did not show that form. */
function withForm({ key, uuid }, id) {
    const isInteger = typeof toJsonId(id) === 'number';
    return toIdentity(isInteger ? id : key, isInteger ? (uuid ?? key) : id) ?? { key };
}
function assertClear(request, { ids, server }) {
    if (ids.length > 0 && server === undefined) {
        throw new InvalidResponseError(request, `expected one server, not several (${ids.join(', ')})`);
    }
}
function wrongServer(request, asked, returned, state) {
    return new ActionError({
        summary: `${requestName(request)} for ${describeServer(asked)} returned a response about ${describeServer(returned)}.`,
        state,
        hint: 'Check both servers in the VPS.org control panel, then api_url and any proxy in between.',
    });
}

;// CONCATENATED MODULE: ./lib/vps/send-http.js




/** The longest time for one request, its response included, in milliseconds. */
const send_http_REQUEST_MS = 30_000;
/** A request at the very end of the timeout, the last poll, still gets this long, in milliseconds. */
const LAST_REQUEST_MS = 2000;
/**
 * The first link of the chain: sends a request over HTTP, with its share of the time that is left. The token goes nowhere
 * but to the base URL: no redirect is followed (docs/contract.md, What must never happen, 8).
 * @throws RequestError, InvalidResponseError for a body that is too large; the reason of the abort
 */
function sendHttp({ apiUrl, token }, http) {
    return async (request, deadline) => {
        const headers = { authorization: `Bearer ${token}`, accept: 'application/json' };
        try {
            return await http({
                method: request.method,
                url: `${apiUrl}${pathOf(request)}`,
                headers: request.body ? { ...headers, 'content-type': 'application/json' } : headers,
                body: request.body ? JSON.stringify(request.body) : '',
            }, Math.min(send_http_REQUEST_MS, Math.max(LAST_REQUEST_MS, deadline.leftMs())));
        }
        catch (error) {
            throw toCallError(request, error);
        }
    };
}
/** @returns the error itself if it is not one of the exchange: the reason of an abort */
function toCallError(request, error) {
    if (error instanceof ResponseTooLargeError)
        return new InvalidResponseError(request, error.message);
    if (error instanceof TimeoutError)
        return new RequestError(request, error.message, true, error);
    if (!(error instanceof ConnectionError))
        return error;
    if (error.isCertificate)
        return new CertificateError(request, error.code, error);
    return new RequestError(request, error.message, error.sent, error);
}

;// CONCATENATED MODULE: ./lib/vps/with-debug-log.js


/**
 * A link of the chain: writes each exchange with the API to the debug log: the request, the status or the error, and how
 * long it took. Neither headers nor bodies are in it: they contain the token, and a server's password.
 */
function withDebugLog(send, debug, clock) {
    return async (request, deadline) => {
        const startedMs = clock.monotonicMs();
        const write = (end) => debug(`${request.method} ${pathOf(request)}: ${end}, ${Math.round(clock.monotonicMs() - startedMs)} ms`);
        try {
            const response = await send(request, deadline);
            write(`${response.status} with ${response.body.length} characters`);
            return response;
        }
        catch (error) {
            write(errorMessage(error));
            throw error;
        }
    };
}

;// CONCATENATED MODULE: ./lib/vps/with-redaction.js
/**
 * A link of the chain: replaces secrets in a response before anything else sees it, so that no part of one is left after
 * it is cut or parsed (docs/contract.md, What must never happen, 8).
 * @param redact replaces the secrets in a text
 */
function withRedaction(send, redact) {
    return async (request, deadline) => {
        const { status, headers, body } = await send(request, deadline);
        const { location } = headers;
        return {
            status,
            headers: location === undefined ? headers : { ...headers, location: redact(location) },
            body: redact(body),
        };
    };
}

;// CONCATENATED MODULE: ./lib/vps/with-retry.js



/** A 404 or a redirect of a path that worked before is retried this many times in a row. */
const with_retry_MAX_MISDIRECTED = 3;
/**
 * A link of the chain: sends GET and DELETE again until the timeout while their error is transient (docs/contract.md,
 * Retries and polling). A POST passes through: whether it may be sent again is for the caller to know.
 * @param onRetry called before each pause, with a line for the log
 * @throws the last error; the reason of the abort
 */
function withRetry(send, { clock, random, signal }, onRetry) {
    const worked = new Set();
    return async (request, deadline) => {
        if (request.method === 'POST')
            return await send(request, deadline);
        let misdirected = 0;
        for (let retry = 0;; retry += 1) {
            try {
                const response = await send(request, deadline);
                if (request.method === 'GET')
                    worked.add(request.path);
                return response;
            }
            catch (error) {
                misdirected = isMisdirected(error) && worked.has(request.path) ? misdirected + 1 : 0;
                const isRetried = isTransient(error) || (misdirected > 0 && misdirected <= with_retry_MAX_MISDIRECTED);
                if (!isRetried)
                    throw error;
                const delayMs = retryDelayMs(error, retry, random, deadline);
                onRetry(`${errorMessage(error)}; retrying in ${Math.ceil(delayMs / 1000)} s`);
                await clock.sleep(delayMs, signal);
            }
        }
    };
}
/** Something in between may send a request to the wrong place for a moment. The end of a list is not that. */
function isMisdirected(error) {
    return (error instanceof NotFoundError && !isInvalidPage(error)) || error instanceof RedirectError;
}

;// CONCATENATED MODULE: ./lib/vps/with-status.js


/**
 * A link of the chain: a status that is none of success becomes an error, and so does a success that cannot be read, so
 * that the link that retries sees both.
 * @throws ApiError, InvalidResponseError
 */
function withStatus(send) {
    return async (request, deadline) => {
        const response = await send(request, deadline);
        if (response.status < 200 || response.status >= 300) {
            throw errorFor(request, response, retryAfterMs(response));
        }
        request.read?.(response);
        return response;
    };
}

;// CONCATENATED MODULE: ./lib/index.js


























/** What is left over after the work, such as a proxy's connection, may delay the exit this long, in milliseconds. */
const EXIT_GRACE_MS = 200;
const lib_MODES = {
    snapshot: takeSnapshots,
    wait: waitForSnapshots,
    rollback: rollBack,
    check: checkRelease,
    delete: deleteSnapshots,
    prune: pruneSnapshots,
};
/**
 * The main step: reads the inputs and runs the mode. Whatever happens ends in an annotation and exit code 1, or in work
 * that is done and exit code 0.
 */
async function runMain() {
    await runStep(async (step) => {
        const { rawInputs, runner } = step;
        const run = readWorkflowRun(process.env, rawInputs.job_index ?? '');
        saveIdentity(runner, run);
        const inputs = await parseOrExplain(rawInputs, runner);
        const unused = unusedInputs(rawInputs, inputs.mode);
        if (unused.length > 0)
            runner.info(`These inputs have no effect in mode ${inputs.mode}: ${unused.join(', ')}`);
        noticeApiHost(inputs, runner);
        saveRawInputs(runner, withoutSecrets(rawInputs));
        await lib_MODES[inputs.mode](createTask(inputs, run, step));
    });
}
/** The post step: does what the inputs ask for after the job. Which step it is, the file that the runner starts says. */
async function runPost() {
    await runStep(async (step) => {
        const { rawInputs, runner } = step;
        const run = readWorkflowRun(process.env, rawInputs.job_index ?? '');
        const saved = readState(getState, run);
        if (!saved)
            return runner.info('The step stopped before doing anything, so there is nothing to do after the job.');
        const { inputs, problems } = parseInputsAfterJob(saved.rawInputs, rawInputs);
        for (const problem of problems)
            runner.warning(problem);
        await runAfterJob(saved, createTask(inputs, run, step));
    });
}
async function runStep(work) {
    process.exitCode = 1;
    const rawInputs = readRawInputs();
    const secrets = [rawInputs.api_token, rawInputs.github_token, rawInputs.notify_url].filter((text) => text !== undefined);
    for (const secret of secrets) {
        // The runner masks line by line.
        for (const part of secret.split(/\s+/u))
            if (part !== '')
                core_setSecret(part);
    }
    const redact = createRedactor(secrets);
    const runner = actionsRunner(redact);
    const abort = new AbortController();
    abortOnSignalOrCrash(abort);
    try {
        await work({ rawInputs, redact, runner, signal: abort.signal });
        process.exitCode = 0;
    }
    catch (error) {
        runner.error(error instanceof ActionError ? error.message : `Unexpected error in the action: ${errorMessage(error)}`);
    }
    setTimeout(() => process.exit(), EXIT_GRACE_MS).unref();
}
function readRawInputs() {
    const rawInputs = Object.fromEntries(INPUT_NAMES.map((name) => [name, getInput(name)]));
    return { ...rawInputs, api_token: rawInputs.api_token || (process.env.VPS_API_TOKEN ?? '').trim() };
}
function withoutSecrets(rawInputs) {
    return Object.fromEntries(Object.entries(rawInputs).filter(([name]) => !SECRET_INPUTS.includes(name)));
}
async function parseOrExplain(rawInputs, runner) {
    try {
        return parseInputs(rawInputs);
    }
    catch (error) {
        if (error instanceof ActionError)
            await runner.summary(inputErrorSummary(error));
        throw error;
    }
}
/** Names the host that gets the token, if it is not the default one. */
function noticeApiHost({ apiUrl, mode }, runner) {
    const { host, hostname } = new URL(apiUrl);
    if (mode === 'check' || host === new URL(DEFAULT_API_URL).host || isLoopback(hostname))
        return;
    runner.notice(`api_url is set to ${host}: the API token is sent to that host.`);
}
function createTask(inputs, run, { redact, runner, signal }) {
    const context = { clock: systemClock, random: Math.random, signal };
    const http = createHttp(signal);
    return {
        inputs,
        run,
        session: createSession(inputs, context, redact, runner),
        runner,
        http,
        redact,
        setCommitStatus: createOctokitStatusSetter(inputs.githubToken, run, http, redact),
        rollbackLog: createRollbackLog(process.env.RUNNER_TEMP, run),
    };
}
function createSession({ apiUrl, apiToken: token, pollIntervalMs }, context, redact, runner) {
    // From the inside out: a response is received, redacted, written to the debug log, and judged by its status.
    const sendBy = (signal) => {
        const received = withRedaction(sendHttp({ apiUrl, token }, createHttp(signal)), redact);
        return withStatus(withDebugLog(received, runner.debug, context.clock));
    };
    const send = sendBy(context.signal);
    const warned = new Set();
    return {
        api: new VpsClient(withRetry(send, context, (line) => runner.info(`  ${line}`))),
        pollingApi: new VpsClient(send),
        detachedApi: new VpsClient(sendBy(new AbortController().signal)),
        context,
        schedule: pollIntervalMs === undefined ? adaptive(context.random) : fixed(pollIntervalMs),
        log: (line) => runner.info(line),
        warn: (text) => {
            if (!warned.has(text))
                runner.warning(text);
            warned.add(text);
        },
    };
}
/** Lets everything that would end the process end the work instead, so that the step can report. */
function abortOnSignalOrCrash(abort) {
    for (const signal of ['SIGINT', 'SIGTERM'])
        process.on(signal, () => abort.abort(new CancelledError(signal)));
    process.on('uncaughtException', (error) => abort.abort(error));
    process.on('unhandledRejection', (reason) => abort.abort(reason));
    process.once('beforeExit', () => abort.abort(new Error('there was nothing left to wait for')));
}

var __webpack_exports__runMain = __webpack_exports__.V;
var __webpack_exports__runPost = __webpack_exports__.a;
export { __webpack_exports__runMain as runMain, __webpack_exports__runPost as runPost };
