var __webpack_modules__ = {
    770: (module, __unused_webpack_exports, __nccwpck_require__)=>{
        module.exports = __nccwpck_require__(218);
    },
    218: (__unused_webpack_module, exports, __nccwpck_require__)=>{
        var tls = __nccwpck_require__(756);
        var http = __nccwpck_require__(611);
        var https = __nccwpck_require__(692);
        var events = __nccwpck_require__(434);
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
            self.on('free', function(socket, host, port, localAddress) {
                var options = toOptions(host, port, localAddress);
                for(var i = 0, len = self.requests.length; i < len; ++i){
                    var pending = self.requests[i];
                    if (pending.host === options.host && pending.port === options.port) {
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
        TunnelingAgent.prototype.addRequest = function(req, host, port, localAddress) {
            var self = this;
            var options = mergeOptions({
                request: req
            }, self.options, toOptions(host, port, localAddress));
            if (self.sockets.length >= this.maxSockets) return void self.requests.push(options);
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
        TunnelingAgent.prototype.createSocket = function(options, cb) {
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
            if (options.localAddress) connectOptions.localAddress = options.localAddress;
            if (connectOptions.proxyAuth) {
                connectOptions.headers = connectOptions.headers || {};
                connectOptions.headers['Proxy-Authorization'] = 'Basic ' + new Buffer(connectOptions.proxyAuth).toString('base64');
            }
            debug1('making CONNECT request');
            var connectReq = self.request(connectOptions);
            connectReq.useChunkedEncodingByDefault = false;
            connectReq.once('response', onResponse);
            connectReq.once('upgrade', onUpgrade);
            connectReq.once('connect', onConnect);
            connectReq.once('error', onError);
            connectReq.end();
            function onResponse(res) {
                res.upgrade = true;
            }
            function onUpgrade(res, socket, head) {
                process.nextTick(function() {
                    onConnect(res, socket, head);
                });
            }
            function onConnect(res, socket, head) {
                connectReq.removeAllListeners();
                socket.removeAllListeners();
                if (200 !== res.statusCode) {
                    debug1('tunneling socket could not be established, statusCode=%d', res.statusCode);
                    socket.destroy();
                    var error = new Error("tunneling socket could not be established, statusCode=" + res.statusCode);
                    error.code = 'ECONNRESET';
                    options.request.emit('error', error);
                    self.removeSocket(placeholder);
                    return;
                }
                if (head.length > 0) {
                    debug1('got illegal response body from proxy');
                    socket.destroy();
                    var error = new Error('got illegal response body from proxy');
                    error.code = 'ECONNRESET';
                    options.request.emit('error', error);
                    self.removeSocket(placeholder);
                    return;
                }
                debug1('tunneling connection has established');
                self.sockets[self.sockets.indexOf(placeholder)] = socket;
                return cb(socket);
            }
            function onError(cause) {
                connectReq.removeAllListeners();
                debug1('tunneling socket could not be established, cause=%s\n', cause.message, cause.stack);
                var error = new Error("tunneling socket could not be established, cause=" + cause.message);
                error.code = 'ECONNRESET';
                options.request.emit('error', error);
                self.removeSocket(placeholder);
            }
        };
        TunnelingAgent.prototype.removeSocket = function(socket) {
            var pos = this.sockets.indexOf(socket);
            if (-1 === pos) return;
            this.sockets.splice(pos, 1);
            var pending = this.requests.shift();
            if (pending) this.createSocket(pending, function(socket) {
                pending.request.onSocket(socket);
            });
        };
        function createSecureSocket(options, cb) {
            var self = this;
            TunnelingAgent.prototype.createSocket.call(self, options, function(socket) {
                var hostHeader = options.request.getHeader('host');
                var tlsOptions = mergeOptions({}, self.options, {
                    socket: socket,
                    servername: hostHeader ? hostHeader.replace(/:.*$/, '') : options.host
                });
                var secureSocket = tls.connect(0, tlsOptions);
                self.sockets[self.sockets.indexOf(socket)] = secureSocket;
                cb(secureSocket);
            });
        }
        function toOptions(host, port, localAddress) {
            if ('string' == typeof host) return {
                host: host,
                port: port,
                localAddress: localAddress
            };
            return host;
        }
        function mergeOptions(target) {
            for(var i = 1, len = arguments.length; i < len; ++i){
                var overrides = arguments[i];
                if ('object' == typeof overrides) {
                    var keys = Object.keys(overrides);
                    for(var j = 0, keyLen = keys.length; j < keyLen; ++j){
                        var k = keys[j];
                        if (void 0 !== overrides[k]) target[k] = overrides[k];
                    }
                }
            }
            return target;
        }
        var debug1;
        debug1 = process.env.NODE_DEBUG && /\btunnel\b/.test(process.env.NODE_DEBUG) ? function() {
            var args = Array.prototype.slice.call(arguments);
            if ('string' == typeof args[0]) args[0] = 'TUNNEL: ' + args[0];
            else args.unshift('TUNNEL:');
            console.error.apply(console, args);
        } : function() {};
    },
    678: (__unused_webpack_module, exports)=>{
        let notIncluded = ()=>{
            throw new Error('undici is not part of this action: every request goes through src/http');
        };
        exports.k = class {
            dispatch = notIncluded;
        };
        exports.h = notIncluded;
    },
    613: (module)=>{
        module.exports = process.getBuiltinModule("assert");
    },
    434: (module)=>{
        module.exports = process.getBuiltinModule("events");
    },
    896: (module)=>{
        module.exports = process.getBuiltinModule("fs");
    },
    611: (module)=>{
        module.exports = process.getBuiltinModule("http");
    },
    692: (module)=>{
        module.exports = process.getBuiltinModule("https");
    },
    278: (module)=>{
        module.exports = process.getBuiltinModule("net");
    },
    857: (module)=>{
        module.exports = process.getBuiltinModule("os");
    },
    756: (module)=>{
        module.exports = process.getBuiltinModule("tls");
    },
    23: (module)=>{
        module.exports = process.getBuiltinModule("util");
    },
    942: (__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__)=>{
        __nccwpck_require__.d(__webpack_exports__, {
            HttpClient: ()=>HttpClient1
        });
        var external_http_ = __nccwpck_require__(611);
        var external_http_namespaceObject = __nccwpck_require__.t(external_http_, 2);
        var external_https_ = __nccwpck_require__(692);
        var external_https_namespaceObject = __nccwpck_require__.t(external_https_, 2);
        function getProxyUrl(reqUrl) {
            let usingSsl = 'https:' === reqUrl.protocol;
            if (checkBypass(reqUrl)) return;
            let proxyVar = (()=>{
                if (usingSsl) return process.env['https_proxy'] || process.env['HTTPS_PROXY'];
                else return process.env['http_proxy'] || process.env['HTTP_PROXY'];
            })();
            if (!proxyVar) return;
            else try {
                return new DecodedURL(proxyVar);
            } catch (_a) {
                if (!proxyVar.startsWith('http://') && !proxyVar.startsWith('https://')) return new DecodedURL(`http://${proxyVar}`);
            }
        }
        function checkBypass(reqUrl) {
            if (!reqUrl.hostname) return false;
            let reqHost = reqUrl.hostname;
            if (isLoopbackAddress(reqHost)) return true;
            let noProxy = process.env['no_proxy'] || process.env['NO_PROXY'] || '';
            if (!noProxy) return false;
            let reqPort;
            if (reqUrl.port) reqPort = Number(reqUrl.port);
            else if ('http:' === reqUrl.protocol) reqPort = 80;
            else if ('https:' === reqUrl.protocol) reqPort = 443;
            let upperReqHosts = [
                reqUrl.hostname.toUpperCase()
            ];
            if ('number' == typeof reqPort) upperReqHosts.push(`${upperReqHosts[0]}:${reqPort}`);
            for (let upperNoProxyItem of noProxy.split(',').map((x)=>x.trim().toUpperCase()).filter((x)=>x))if ('*' === upperNoProxyItem || upperReqHosts.some((x)=>x === upperNoProxyItem || x.endsWith(`.${upperNoProxyItem}`) || upperNoProxyItem.startsWith('.') && x.endsWith(`${upperNoProxyItem}`))) return true;
            return false;
        }
        function isLoopbackAddress(host) {
            let hostLower = host.toLowerCase();
            return 'localhost' === hostLower || hostLower.startsWith('127.') || hostLower.startsWith('[::1]') || hostLower.startsWith('[0:0:0:0:0:0:0:1]');
        }
        class DecodedURL extends URL {
            constructor(url, base){
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
        var tunnel = __nccwpck_require__(770);
        var undici_stub = __nccwpck_require__(678);
        var __awaiter = function(thisArg, _arguments, P, generator) {
            function adopt(value) {
                return value instanceof P ? value : new P(function(resolve) {
                    resolve(value);
                });
            }
            return new (P || (P = Promise))(function(resolve, reject) {
                function fulfilled(value) {
                    try {
                        step(generator.next(value));
                    } catch (e) {
                        reject(e);
                    }
                }
                function rejected(value) {
                    try {
                        step(generator["throw"](value));
                    } catch (e) {
                        reject(e);
                    }
                }
                function step(result) {
                    result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected);
                }
                step((generator = generator.apply(thisArg, _arguments || [])).next());
            });
        };
        var HttpCodes;
        (function(HttpCodes) {
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
        (function(Headers) {
            Headers["Accept"] = "accept";
            Headers["ContentType"] = "content-type";
        })(Headers || (Headers = {}));
        var MediaTypes;
        (function(MediaTypes) {
            MediaTypes["ApplicationJson"] = "application/json";
        })(MediaTypes || (MediaTypes = {}));
        let HttpRedirectCodes = [
            HttpCodes.MovedPermanently,
            HttpCodes.ResourceMoved,
            HttpCodes.SeeOther,
            HttpCodes.TemporaryRedirect,
            HttpCodes.PermanentRedirect
        ];
        let HttpResponseRetryCodes = [
            HttpCodes.BadGateway,
            HttpCodes.ServiceUnavailable,
            HttpCodes.GatewayTimeout
        ];
        let RetryableHttpVerbs = [
            'OPTIONS',
            'GET',
            'DELETE',
            'HEAD'
        ];
        let ExponentialBackoffCeiling = 10;
        let ExponentialBackoffTimeSlice = 5;
        class HttpClientError extends Error {
            constructor(message, statusCode){
                super(message);
                this.name = 'HttpClientError';
                this.statusCode = statusCode;
                Object.setPrototypeOf(this, HttpClientError.prototype);
            }
        }
        class HttpClientResponse {
            constructor(message){
                this.message = message;
            }
            readBody() {
                return __awaiter(this, void 0, void 0, function*() {
                    return new Promise((resolve)=>__awaiter(this, void 0, void 0, function*() {
                            let output = Buffer.alloc(0);
                            this.message.on('data', (chunk)=>{
                                output = Buffer.concat([
                                    output,
                                    chunk
                                ]);
                            });
                            this.message.on('end', ()=>{
                                resolve(output.toString());
                            });
                        }));
                });
            }
            readBodyBuffer() {
                return __awaiter(this, void 0, void 0, function*() {
                    return new Promise((resolve)=>__awaiter(this, void 0, void 0, function*() {
                            let chunks = [];
                            this.message.on('data', (chunk)=>{
                                chunks.push(chunk);
                            });
                            this.message.on('end', ()=>{
                                resolve(Buffer.concat(chunks));
                            });
                        }));
                });
            }
        }
        class HttpClient1 {
            constructor(userAgent, handlers, requestOptions){
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
                    if (null != requestOptions.ignoreSslError) this._ignoreSslError = requestOptions.ignoreSslError;
                    this._socketTimeout = requestOptions.socketTimeout;
                    if (null != requestOptions.allowRedirects) this._allowRedirects = requestOptions.allowRedirects;
                    if (null != requestOptions.allowRedirectDowngrade) this._allowRedirectDowngrade = requestOptions.allowRedirectDowngrade;
                    if (null != requestOptions.maxRedirects) this._maxRedirects = Math.max(requestOptions.maxRedirects, 0);
                    if (null != requestOptions.keepAlive) this._keepAlive = requestOptions.keepAlive;
                    if (null != requestOptions.allowRetries) this._allowRetries = requestOptions.allowRetries;
                    if (null != requestOptions.maxRetries) this._maxRetries = requestOptions.maxRetries;
                }
            }
            options(requestUrl, additionalHeaders) {
                return __awaiter(this, void 0, void 0, function*() {
                    return this.request('OPTIONS', requestUrl, null, additionalHeaders || {});
                });
            }
            get(requestUrl, additionalHeaders) {
                return __awaiter(this, void 0, void 0, function*() {
                    return this.request('GET', requestUrl, null, additionalHeaders || {});
                });
            }
            del(requestUrl, additionalHeaders) {
                return __awaiter(this, void 0, void 0, function*() {
                    return this.request('DELETE', requestUrl, null, additionalHeaders || {});
                });
            }
            post(requestUrl, data, additionalHeaders) {
                return __awaiter(this, void 0, void 0, function*() {
                    return this.request('POST', requestUrl, data, additionalHeaders || {});
                });
            }
            patch(requestUrl, data, additionalHeaders) {
                return __awaiter(this, void 0, void 0, function*() {
                    return this.request('PATCH', requestUrl, data, additionalHeaders || {});
                });
            }
            put(requestUrl, data, additionalHeaders) {
                return __awaiter(this, void 0, void 0, function*() {
                    return this.request('PUT', requestUrl, data, additionalHeaders || {});
                });
            }
            head(requestUrl, additionalHeaders) {
                return __awaiter(this, void 0, void 0, function*() {
                    return this.request('HEAD', requestUrl, null, additionalHeaders || {});
                });
            }
            sendStream(verb, requestUrl, stream, additionalHeaders) {
                return __awaiter(this, void 0, void 0, function*() {
                    return this.request(verb, requestUrl, stream, additionalHeaders);
                });
            }
            getJson(requestUrl_1) {
                return __awaiter(this, arguments, void 0, function*(requestUrl, additionalHeaders = {}) {
                    additionalHeaders[Headers.Accept] = this._getExistingOrDefaultHeader(additionalHeaders, Headers.Accept, MediaTypes.ApplicationJson);
                    let res = yield this.get(requestUrl, additionalHeaders);
                    return this._processResponse(res, this.requestOptions);
                });
            }
            postJson(requestUrl_1, obj_1) {
                return __awaiter(this, arguments, void 0, function*(requestUrl, obj, additionalHeaders = {}) {
                    let data = JSON.stringify(obj, null, 2);
                    additionalHeaders[Headers.Accept] = this._getExistingOrDefaultHeader(additionalHeaders, Headers.Accept, MediaTypes.ApplicationJson);
                    additionalHeaders[Headers.ContentType] = this._getExistingOrDefaultContentTypeHeader(additionalHeaders, MediaTypes.ApplicationJson);
                    let res = yield this.post(requestUrl, data, additionalHeaders);
                    return this._processResponse(res, this.requestOptions);
                });
            }
            putJson(requestUrl_1, obj_1) {
                return __awaiter(this, arguments, void 0, function*(requestUrl, obj, additionalHeaders = {}) {
                    let data = JSON.stringify(obj, null, 2);
                    additionalHeaders[Headers.Accept] = this._getExistingOrDefaultHeader(additionalHeaders, Headers.Accept, MediaTypes.ApplicationJson);
                    additionalHeaders[Headers.ContentType] = this._getExistingOrDefaultContentTypeHeader(additionalHeaders, MediaTypes.ApplicationJson);
                    let res = yield this.put(requestUrl, data, additionalHeaders);
                    return this._processResponse(res, this.requestOptions);
                });
            }
            patchJson(requestUrl_1, obj_1) {
                return __awaiter(this, arguments, void 0, function*(requestUrl, obj, additionalHeaders = {}) {
                    let data = JSON.stringify(obj, null, 2);
                    additionalHeaders[Headers.Accept] = this._getExistingOrDefaultHeader(additionalHeaders, Headers.Accept, MediaTypes.ApplicationJson);
                    additionalHeaders[Headers.ContentType] = this._getExistingOrDefaultContentTypeHeader(additionalHeaders, MediaTypes.ApplicationJson);
                    let res = yield this.patch(requestUrl, data, additionalHeaders);
                    return this._processResponse(res, this.requestOptions);
                });
            }
            request(verb, requestUrl, data, headers) {
                return __awaiter(this, void 0, void 0, function*() {
                    if (this._disposed) throw new Error('Client has already been disposed.');
                    let parsedUrl = new URL(requestUrl);
                    let info = this._prepareRequest(verb, parsedUrl, headers);
                    let maxTries = this._allowRetries && RetryableHttpVerbs.includes(verb) ? this._maxRetries + 1 : 1;
                    let numTries = 0;
                    let response;
                    do {
                        response = yield this.requestRaw(info, data);
                        if (response && response.message && response.message.statusCode === HttpCodes.Unauthorized) {
                            let authenticationHandler;
                            for (let handler of this.handlers)if (handler.canHandleAuthentication(response)) {
                                authenticationHandler = handler;
                                break;
                            }
                            if (authenticationHandler) return authenticationHandler.handleAuthentication(this, info, data);
                            else return response;
                        }
                        let redirectsRemaining = this._maxRedirects;
                        while(response.message.statusCode && HttpRedirectCodes.includes(response.message.statusCode) && this._allowRedirects && redirectsRemaining > 0){
                            let redirectUrl = response.message.headers['location'];
                            if (!redirectUrl) break;
                            let parsedRedirectUrl = new URL(redirectUrl);
                            if ('https:' === parsedUrl.protocol && parsedUrl.protocol !== parsedRedirectUrl.protocol && !this._allowRedirectDowngrade) throw new Error('Redirect from HTTPS to HTTP protocol. This downgrade is not allowed for security reasons. If you want to allow this behavior, set the allowRedirectDowngrade option to true.');
                            yield response.readBody();
                            if (parsedRedirectUrl.hostname !== parsedUrl.hostname) {
                                for(let header in headers)if ('authorization' === header.toLowerCase()) delete headers[header];
                            }
                            info = this._prepareRequest(verb, parsedRedirectUrl, headers);
                            response = yield this.requestRaw(info, data);
                            redirectsRemaining--;
                        }
                        if (!response.message.statusCode || !HttpResponseRetryCodes.includes(response.message.statusCode)) return response;
                        numTries += 1;
                        if (numTries < maxTries) {
                            yield response.readBody();
                            yield this._performExponentialBackoff(numTries);
                        }
                    }while (numTries < maxTries)
                    return response;
                });
            }
            dispose() {
                if (this._agent) this._agent.destroy();
                this._disposed = true;
            }
            requestRaw(info, data) {
                return __awaiter(this, void 0, void 0, function*() {
                    return new Promise((resolve, reject)=>{
                        function callbackForResult(err, res) {
                            if (err) reject(err);
                            else if (res) resolve(res);
                            else reject(new Error('Unknown error'));
                        }
                        this.requestRawWithCallback(info, data, callbackForResult);
                    });
                });
            }
            requestRawWithCallback(info, data, onResult) {
                if ('string' == typeof data) {
                    if (!info.options.headers) info.options.headers = {};
                    info.options.headers['Content-Length'] = Buffer.byteLength(data, 'utf8');
                }
                let callbackCalled = false;
                function handleResult(err, res) {
                    if (!callbackCalled) {
                        callbackCalled = true;
                        onResult(err, res);
                    }
                }
                let req = info.httpModule.request(info.options, (msg)=>{
                    let res = new HttpClientResponse(msg);
                    handleResult(void 0, res);
                });
                let socket;
                req.on('socket', (sock)=>{
                    socket = sock;
                });
                req.setTimeout(this._socketTimeout || 180000, ()=>{
                    if (socket) socket.end();
                    handleResult(new Error(`Request timeout: ${info.options.path}`));
                });
                req.on('error', function(err) {
                    handleResult(err);
                });
                if (data && 'string' == typeof data) req.write(data, 'utf8');
                if (data && 'string' != typeof data) {
                    data.on('close', function() {
                        req.end();
                    });
                    data.pipe(req);
                } else req.end();
            }
            getAgent(serverUrl) {
                let parsedUrl = new URL(serverUrl);
                return this._getAgent(parsedUrl);
            }
            getAgentDispatcher(serverUrl) {
                let parsedUrl = new URL(serverUrl);
                let proxyUrl = getProxyUrl(parsedUrl);
                let useProxy = proxyUrl && proxyUrl.hostname;
                if (!useProxy) return;
                return this._getProxyAgentDispatcher(parsedUrl, proxyUrl);
            }
            _prepareRequest(method, requestUrl, headers) {
                let info = {};
                info.parsedUrl = requestUrl;
                let usingSsl = 'https:' === info.parsedUrl.protocol;
                info.httpModule = usingSsl ? external_https_namespaceObject : external_http_namespaceObject;
                let defaultPort = usingSsl ? 443 : 80;
                info.options = {};
                info.options.host = info.parsedUrl.hostname;
                info.options.port = info.parsedUrl.port ? parseInt(info.parsedUrl.port) : defaultPort;
                info.options.path = (info.parsedUrl.pathname || '') + (info.parsedUrl.search || '');
                info.options.method = method;
                info.options.headers = this._mergeHeaders(headers);
                if (null != this.userAgent) info.options.headers['user-agent'] = this.userAgent;
                info.options.agent = this._getAgent(info.parsedUrl);
                if (this.handlers) for (let handler of this.handlers)handler.prepareRequest(info.options);
                return info;
            }
            _mergeHeaders(headers) {
                if (this.requestOptions && this.requestOptions.headers) return Object.assign({}, lowercaseKeys(this.requestOptions.headers), lowercaseKeys(headers || {}));
                return lowercaseKeys(headers || {});
            }
            _getExistingOrDefaultHeader(additionalHeaders, header, _default) {
                let clientHeader;
                if (this.requestOptions && this.requestOptions.headers) {
                    let headerValue = lowercaseKeys(this.requestOptions.headers)[header];
                    if (headerValue) clientHeader = 'number' == typeof headerValue ? headerValue.toString() : headerValue;
                }
                let additionalValue = additionalHeaders[header];
                if (void 0 !== additionalValue) return 'number' == typeof additionalValue ? additionalValue.toString() : additionalValue;
                if (void 0 !== clientHeader) return clientHeader;
                return _default;
            }
            _getExistingOrDefaultContentTypeHeader(additionalHeaders, _default) {
                let clientHeader;
                if (this.requestOptions && this.requestOptions.headers) {
                    let headerValue = lowercaseKeys(this.requestOptions.headers)[Headers.ContentType];
                    if (headerValue) clientHeader = 'number' == typeof headerValue ? String(headerValue) : Array.isArray(headerValue) ? headerValue.join(', ') : headerValue;
                }
                let additionalValue = additionalHeaders[Headers.ContentType];
                if (void 0 !== additionalValue) if ('number' == typeof additionalValue) return String(additionalValue);
                else if (Array.isArray(additionalValue)) return additionalValue.join(', ');
                else return additionalValue;
                if (void 0 !== clientHeader) return clientHeader;
                return _default;
            }
            _getAgent(parsedUrl) {
                let agent;
                let proxyUrl = getProxyUrl(parsedUrl);
                let useProxy = proxyUrl && proxyUrl.hostname;
                if (this._keepAlive && useProxy) agent = this._proxyAgent;
                if (!useProxy) agent = this._agent;
                if (agent) return agent;
                let usingSsl = 'https:' === parsedUrl.protocol;
                let maxSockets = 100;
                if (this.requestOptions) maxSockets = this.requestOptions.maxSockets || external_http_.globalAgent.maxSockets;
                if (proxyUrl && proxyUrl.hostname) {
                    let agentOptions = {
                        maxSockets,
                        keepAlive: this._keepAlive,
                        proxy: Object.assign(Object.assign({}, (proxyUrl.username || proxyUrl.password) && {
                            proxyAuth: `${proxyUrl.username}:${proxyUrl.password}`
                        }), {
                            host: proxyUrl.hostname,
                            port: proxyUrl.port
                        })
                    };
                    let tunnelAgent;
                    let overHttps = 'https:' === proxyUrl.protocol;
                    tunnelAgent = usingSsl ? overHttps ? tunnel.httpsOverHttps : tunnel.httpsOverHttp : overHttps ? tunnel.httpOverHttps : tunnel.httpOverHttp;
                    agent = tunnelAgent(agentOptions);
                    this._proxyAgent = agent;
                }
                if (!agent) {
                    let options = {
                        keepAlive: this._keepAlive,
                        maxSockets
                    };
                    agent = usingSsl ? new external_https_.Agent(options) : new external_http_.Agent(options);
                    this._agent = agent;
                }
                if (usingSsl && this._ignoreSslError) agent.options = Object.assign(agent.options || {}, {
                    rejectUnauthorized: false
                });
                return agent;
            }
            _getProxyAgentDispatcher(parsedUrl, proxyUrl) {
                let proxyAgent;
                if (this._keepAlive) proxyAgent = this._proxyAgentDispatcher;
                if (proxyAgent) return proxyAgent;
                let usingSsl = 'https:' === parsedUrl.protocol;
                proxyAgent = new undici_stub.k(Object.assign({
                    uri: proxyUrl.href,
                    pipelining: this._keepAlive ? 1 : 0
                }, (proxyUrl.username || proxyUrl.password) && {
                    token: `Basic ${Buffer.from(`${proxyUrl.username}:${proxyUrl.password}`).toString('base64')}`
                }));
                this._proxyAgentDispatcher = proxyAgent;
                if (usingSsl && this._ignoreSslError) proxyAgent.options = Object.assign(proxyAgent.options.requestTls || {}, {
                    rejectUnauthorized: false
                });
                return proxyAgent;
            }
            _getUserAgentWithOrchestrationId(userAgent) {
                let baseUserAgent = userAgent || 'actions/http-client';
                let orchId = process.env['ACTIONS_ORCHESTRATION_ID'];
                if (orchId) {
                    let sanitizedId = orchId.replace(/[^a-z0-9_.-]/gi, '_');
                    return `${baseUserAgent} actions_orchestration_id/${sanitizedId}`;
                }
                return baseUserAgent;
            }
            _performExponentialBackoff(retryNumber) {
                return __awaiter(this, void 0, void 0, function*() {
                    retryNumber = Math.min(ExponentialBackoffCeiling, retryNumber);
                    let ms = ExponentialBackoffTimeSlice * Math.pow(2, retryNumber);
                    return new Promise((resolve)=>setTimeout(()=>resolve(), ms));
                });
            }
            _processResponse(res, options) {
                return __awaiter(this, void 0, void 0, function*() {
                    return new Promise((resolve, reject)=>__awaiter(this, void 0, void 0, function*() {
                            let statusCode = res.message.statusCode || 0;
                            let response = {
                                statusCode,
                                result: null,
                                headers: {}
                            };
                            if (statusCode === HttpCodes.NotFound) resolve(response);
                            function dateTimeDeserializer(key, value) {
                                if ('string' == typeof value) {
                                    let a = new Date(value);
                                    if (!isNaN(a.valueOf())) return a;
                                }
                                return value;
                            }
                            let obj;
                            let contents;
                            try {
                                contents = yield res.readBody();
                                if (contents && contents.length > 0) {
                                    obj = options && options.deserializeDates ? JSON.parse(contents, dateTimeDeserializer) : JSON.parse(contents);
                                    response.result = obj;
                                }
                                response.headers = res.message.headers;
                            } catch (err) {}
                            if (statusCode > 299) {
                                let msg;
                                msg = obj && obj.message ? obj.message : contents && contents.length > 0 ? contents : `Failed request: (${statusCode})`;
                                let err = new HttpClientError(msg, statusCode);
                                err.result = response.result;
                                reject(err);
                            } else resolve(response);
                        }));
                });
            }
        }
        let lowercaseKeys = (obj)=>Object.keys(obj).reduce((c, k)=>(c[k.toLowerCase()] = obj[k], c), {});
    }
};
var __webpack_module_cache__ = {};
function __nccwpck_require__(moduleId) {
    var cachedModule = __webpack_module_cache__[moduleId];
    if (void 0 !== cachedModule) return cachedModule.exports;
    var module = __webpack_module_cache__[moduleId] = {
        exports: {}
    };
    var threw = true;
    try {
        __webpack_modules__[moduleId](module, module.exports, __nccwpck_require__);
        threw = false;
    } finally{
        if (threw) delete __webpack_module_cache__[moduleId];
    }
    return module.exports;
}
__nccwpck_require__.m = __webpack_modules__;
if (void 0 !== __nccwpck_require__) __nccwpck_require__.ab = decodeURIComponent(new URL('.', import.meta.url).pathname).slice(import.meta.url.match(/^file:\/\/\/\w:/) ? 1 : 0, -1) + "/";
(()=>{
    var getProto = Object.getPrototypeOf ? (obj)=>Object.getPrototypeOf(obj) : (obj)=>obj.__proto__;
    var leafPrototypes;
    __nccwpck_require__.t = function(value, mode) {
        if (1 & mode) value = this(value);
        if (8 & mode) return value;
        if ('object' == typeof value && value) {
            if (4 & mode && value.__esModule) return value;
            if (16 & mode && 'function' == typeof value.then) return value;
        }
        var ns = Object.create(null);
        __nccwpck_require__.r(ns);
        var def = {};
        leafPrototypes = leafPrototypes || [
            null,
            getProto({}),
            getProto([]),
            getProto(getProto)
        ];
        for(var current = 2 & mode && value; 'object' == typeof current && !~leafPrototypes.indexOf(current); current = getProto(current))Object.getOwnPropertyNames(current).forEach((key)=>def[key] = ()=>value[key]);
        def['default'] = ()=>value;
        __nccwpck_require__.d(ns, def);
        return ns;
    };
})();
(()=>{
    __nccwpck_require__.d = (exports, definition)=>{
        for(var key in definition)if (__nccwpck_require__.o(definition, key) && !__nccwpck_require__.o(exports, key)) Object.defineProperty(exports, key, {
            enumerable: true,
            get: definition[key]
        });
    };
})();
(()=>{
    __nccwpck_require__.f = {};
    __nccwpck_require__.e = (chunkId)=>Promise.all(Object.keys(__nccwpck_require__.f).reduce((promises, key)=>{
            __nccwpck_require__.f[key](chunkId, promises);
            return promises;
        }, []));
})();
(()=>{
    __nccwpck_require__.u = (chunkId)=>"octokit.js";
})();
(()=>{
    __nccwpck_require__.o = (obj, prop)=>Object.prototype.hasOwnProperty.call(obj, prop);
})();
(()=>{
    __nccwpck_require__.r = (exports)=>{
        if ("u" > typeof Symbol && Symbol.toStringTag) Object.defineProperty(exports, Symbol.toStringTag, {
            value: 'Module'
        });
        Object.defineProperty(exports, '__esModule', {
            value: true
        });
    };
})();
(()=>{
    var installedChunks = {
        792: 0
    };
    var installChunk = (data)=>{
        var { ids, modules, runtime } = data;
        var moduleId, chunkId, i = 0;
        for(moduleId in modules)if (__nccwpck_require__.o(modules, moduleId)) __nccwpck_require__.m[moduleId] = modules[moduleId];
        if (runtime) runtime(__nccwpck_require__);
        for(; i < ids.length; i++){
            chunkId = ids[i];
            if (__nccwpck_require__.o(installedChunks, chunkId) && installedChunks[chunkId]) installedChunks[chunkId][0]();
            installedChunks[ids[i]] = 0;
        }
    };
    __nccwpck_require__.f.j = (chunkId, promises)=>{
        var installedChunkData = __nccwpck_require__.o(installedChunks, chunkId) ? installedChunks[chunkId] : void 0;
        if (0 !== installedChunkData) if (installedChunkData) promises.push(installedChunkData[1]);
        else {
            var promise = import("./" + __nccwpck_require__.u(chunkId)).then(installChunk, (e)=>{
                if (0 !== installedChunks[chunkId]) installedChunks[chunkId] = void 0;
                throw e;
            });
            var promise = Promise.race([
                promise,
                new Promise((resolve)=>installedChunkData = installedChunks[chunkId] = [
                        resolve
                    ])
            ]);
            promises.push(installedChunkData[1] = promise);
        }
    };
})();
var __webpack_exports__ = {};
__nccwpck_require__.d(__webpack_exports__, {
    V: ()=>runMain,
    a: ()=>runPost
});
var external_os_ = __nccwpck_require__(857);
function utils_toCommandValue(input) {
    if (null == input) return '';
    else if ('string' == typeof input || input instanceof String) return input;
    return JSON.stringify(input);
}
function toCommandProperties(annotationProperties) {
    if (!Object.keys(annotationProperties).length) return {};
    return {
        title: annotationProperties.title,
        file: annotationProperties.file,
        line: annotationProperties.startLine,
        endLine: annotationProperties.endLine,
        col: annotationProperties.startColumn,
        endColumn: annotationProperties.endColumn
    };
}
function command_issueCommand(command, properties, message) {
    let cmd = new Command(command, properties, message);
    process.stdout.write(cmd.toString() + external_os_.EOL);
}
function command_issue(name, message = '') {
    command_issueCommand(name, {}, message);
}
let CMD_STRING = '::';
class Command {
    constructor(command, properties, message){
        if (!command) command = 'missing.command';
        this.command = command;
        this.properties = properties;
        this.message = message;
    }
    toString() {
        let cmdStr = CMD_STRING + this.command;
        if (this.properties && Object.keys(this.properties).length > 0) {
            cmdStr += ' ';
            let first = true;
            for(let key in this.properties)if (this.properties.hasOwnProperty(key)) {
                let val = this.properties[key];
                if (val) {
                    if (first) first = false;
                    else cmdStr += ',';
                    cmdStr += `${key}=${escapeProperty(val)}`;
                }
            }
        }
        cmdStr += `${CMD_STRING}${escapeData(this.message)}`;
        return cmdStr;
    }
}
function escapeData(s) {
    return utils_toCommandValue(s).replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}
function escapeProperty(s) {
    return utils_toCommandValue(s).replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A').replace(/:/g, '%3A').replace(/,/g, '%2C');
}
var external_fs_ = __nccwpck_require__(896);
function file_command_issueFileCommand(command, message) {
    let filePath = process.env[`GITHUB_${command}`];
    if (!filePath) throw new Error(`Unable to find environment variable for file command ${command}`);
    if (!external_fs_.existsSync(filePath)) throw new Error(`Missing file at path: ${filePath}`);
    external_fs_.appendFileSync(filePath, `${utils_toCommandValue(message)}${external_os_.EOL}`, {
        encoding: 'utf8'
    });
}
function file_command_prepareKeyValueMessage(key, value) {
    let delimiter = `ghadelimiter_${process.getBuiltinModule("crypto").randomUUID()}`;
    let convertedValue = utils_toCommandValue(value);
    if (key.includes(delimiter)) throw new Error(`Unexpected input: name should not contain the delimiter "${delimiter}"`);
    if (convertedValue.includes(delimiter)) throw new Error(`Unexpected input: value should not contain the delimiter "${delimiter}"`);
    return `${key}<<${delimiter}${external_os_.EOL}${convertedValue}${external_os_.EOL}${delimiter}`;
}
var summary_awaiter = function(thisArg, _arguments, P, generator) {
    function adopt(value) {
        return value instanceof P ? value : new P(function(resolve) {
            resolve(value);
        });
    }
    return new (P || (P = Promise))(function(resolve, reject) {
        function fulfilled(value) {
            try {
                step(generator.next(value));
            } catch (e) {
                reject(e);
            }
        }
        function rejected(value) {
            try {
                step(generator["throw"](value));
            } catch (e) {
                reject(e);
            }
        }
        function step(result) {
            result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected);
        }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};
let { access, appendFile, writeFile } = external_fs_.promises;
let SUMMARY_ENV_VAR = 'GITHUB_STEP_SUMMARY';
class Summary {
    constructor(){
        this._buffer = '';
    }
    filePath() {
        return summary_awaiter(this, void 0, void 0, function*() {
            if (this._filePath) return this._filePath;
            let pathFromEnv = process.env[SUMMARY_ENV_VAR];
            if (!pathFromEnv) throw new Error(`Unable to find environment variable for $${SUMMARY_ENV_VAR}. Check if your runtime environment supports job summaries.`);
            try {
                yield access(pathFromEnv, external_fs_.constants.R_OK | external_fs_.constants.W_OK);
            } catch (_a) {
                throw new Error(`Unable to access summary file: '${pathFromEnv}'. Check if the file has correct read/write permissions.`);
            }
            this._filePath = pathFromEnv;
            return this._filePath;
        });
    }
    wrap(tag, content, attrs = {}) {
        let htmlAttrs = Object.entries(attrs).map(([key, value])=>` ${key}="${value}"`).join('');
        if (!content) return `<${tag}${htmlAttrs}>`;
        return `<${tag}${htmlAttrs}>${content}</${tag}>`;
    }
    write(options) {
        return summary_awaiter(this, void 0, void 0, function*() {
            let overwrite = !!(null == options ? void 0 : options.overwrite);
            let filePath = yield this.filePath();
            let writeFunc = overwrite ? writeFile : appendFile;
            yield writeFunc(filePath, this._buffer, {
                encoding: 'utf8'
            });
            return this.emptyBuffer();
        });
    }
    clear() {
        return summary_awaiter(this, void 0, void 0, function*() {
            return this.emptyBuffer().write({
                overwrite: true
            });
        });
    }
    stringify() {
        return this._buffer;
    }
    isEmptyBuffer() {
        return 0 === this._buffer.length;
    }
    emptyBuffer() {
        this._buffer = '';
        return this;
    }
    addRaw(text, addEOL = false) {
        this._buffer += text;
        return addEOL ? this.addEOL() : this;
    }
    addEOL() {
        return this.addRaw(external_os_.EOL);
    }
    addCodeBlock(code, lang) {
        let attrs = Object.assign({}, lang && {
            lang
        });
        let element = this.wrap('pre', this.wrap('code', code), attrs);
        return this.addRaw(element).addEOL();
    }
    addList(items, ordered = false) {
        let tag = ordered ? 'ol' : 'ul';
        let listItems = items.map((item)=>this.wrap('li', item)).join('');
        let element = this.wrap(tag, listItems);
        return this.addRaw(element).addEOL();
    }
    addTable(rows) {
        let tableBody = rows.map((row)=>{
            let cells = row.map((cell)=>{
                if ('string' == typeof cell) return this.wrap('td', cell);
                let { header, data, colspan, rowspan } = cell;
                let tag = header ? 'th' : 'td';
                let attrs = Object.assign(Object.assign({}, colspan && {
                    colspan
                }), rowspan && {
                    rowspan
                });
                return this.wrap(tag, data, attrs);
            }).join('');
            return this.wrap('tr', cells);
        }).join('');
        let element = this.wrap('table', tableBody);
        return this.addRaw(element).addEOL();
    }
    addDetails(label, content) {
        let element = this.wrap('details', this.wrap('summary', label) + content);
        return this.addRaw(element).addEOL();
    }
    addImage(src, alt, options) {
        let { width, height } = options || {};
        let attrs = Object.assign(Object.assign({}, width && {
            width
        }), height && {
            height
        });
        let element = this.wrap('img', null, Object.assign({
            src,
            alt
        }, attrs));
        return this.addRaw(element).addEOL();
    }
    addHeading(text, level) {
        let tag = `h${level}`;
        let allowedTag = [
            'h1',
            'h2',
            'h3',
            'h4',
            'h5',
            'h6'
        ].includes(tag) ? tag : 'h1';
        let element = this.wrap(allowedTag, text);
        return this.addRaw(element).addEOL();
    }
    addSeparator() {
        let element = this.wrap('hr', null);
        return this.addRaw(element).addEOL();
    }
    addBreak() {
        let element = this.wrap('br', null);
        return this.addRaw(element).addEOL();
    }
    addQuote(text, cite) {
        let attrs = Object.assign({}, cite && {
            cite
        });
        let element = this.wrap('blockquote', text, attrs);
        return this.addRaw(element).addEOL();
    }
    addLink(text, href) {
        let element = this.wrap('a', text, {
            href
        });
        return this.addRaw(element).addEOL();
    }
}
let _summary = new Summary();
let summary = _summary;
var external_events_ = __nccwpck_require__(434);
let { chmod, copyFile, lstat, mkdir, open: io_util_open, readdir, rename, rm, rmdir, stat, symlink, unlink } = external_fs_.promises;
process.platform;
external_fs_.constants.O_RDONLY;
process.platform;
external_events_.EventEmitter;
external_events_.EventEmitter;
external_os_.platform();
external_os_.arch();
var ExitCode;
(function(ExitCode) {
    ExitCode[ExitCode["Success"] = 0] = "Success";
    ExitCode[ExitCode["Failure"] = 1] = "Failure";
})(ExitCode || (ExitCode = {}));
function core_setSecret(secret) {
    command_issueCommand('add-mask', {}, secret);
}
function getInput(name, options) {
    let val = process.env[`INPUT_${name.replace(/ /g, '_').toUpperCase()}`] || '';
    if (options && options.required && !val) throw new Error(`Input required and not supplied: ${name}`);
    if (options && false === options.trimWhitespace) return val;
    return val.trim();
}
function setOutput(name, value) {
    let filePath = process.env['GITHUB_OUTPUT'] || '';
    if (filePath) return file_command_issueFileCommand('OUTPUT', file_command_prepareKeyValueMessage(name, value));
    process.stdout.write(external_os_.EOL);
    command_issueCommand('set-output', {
        name
    }, utils_toCommandValue(value));
}
function core_debug(message) {
    command_issueCommand('debug', {}, message);
}
function error(message, properties = {}) {
    command_issueCommand('error', toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
function core_warning(message, properties = {}) {
    command_issueCommand('warning', toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
function notice(message, properties = {}) {
    command_issueCommand('notice', toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
function core_info(message) {
    process.stdout.write(message + external_os_.EOL);
}
function startGroup(name) {
    command_issue('group', name);
}
function core_endGroup() {
    command_issue('endgroup');
}
function saveState(name, value) {
    let filePath = process.env['GITHUB_STATE'] || '';
    if (filePath) return file_command_issueFileCommand('STATE', file_command_prepareKeyValueMessage(name, value));
    command_issueCommand('save-state', {
        name
    }, utils_toCommandValue(value));
}
function getState(name) {
    return process.env[`STATE_${name}`] || '';
}
let systemClock = {
    now: ()=>Date.now(),
    monotonicMs: ()=>performance.now(),
    async sleep (ms, signal) {
        try {
            await (0, process.getBuiltinModule("node:timers/promises").setTimeout)(ms, void 0, {
                signal
            });
        } catch (error) {
            signal.throwIfAborted();
            throw error;
        }
    }
};
class Deadline {
    timeoutMs;
    #clock;
    #endMs;
    constructor(clock, timeoutMs){
        this.timeoutMs = timeoutMs;
        this.#clock = clock;
        this.#endMs = clock.monotonicMs() + timeoutMs;
    }
    leftMs() {
        let leftMs = this.#endMs - this.#clock.monotonicMs();
        return leftMs < 1 ? 0 : leftMs;
    }
}
let MAX_LINE_LENGTH = 16_384;
let MAX_QUOTE_LENGTH = 80;
let UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;
let MARKUP = /(?<link>@|:(?=\/)|(?<=www)\.)|[!#-&*+./:<-@[-`{-~]/giu;
function sanitizeLine(text) {
    return (0, process.getBuiltinModule("node:util").stripVTControlCharacters)(truncate(text, MAX_LINE_LENGTH)).replace(UNPRINTABLE, ' ').replace(/^(\s*):(?=:)/u, '$1: ').replaceAll('##[', '## [');
}
function quote(text) {
    return `"${truncate(sanitizeLine(text), MAX_QUOTE_LENGTH)}"`;
}
function withFullStop(text) {
    let end = text.length;
    while(end > 0 && /[.\s]/u.test(text.charAt(end - 1)))end -= 1;
    let kept = text.slice(0, end);
    return /[!?]$/u.test(kept.slice(-1)) ? kept : `${kept}.`;
}
function truncate(text, length) {
    if (text.length <= length) return text;
    return `${text.slice(0, length - 1).replace(/[\uD800-\uDBFF]$/u, '')}…`;
}
function escapeMarkup(text) {
    return sanitizeLine(text).replace(MARKUP, (mark, link)=>{
        let reference = `&#${mark.charCodeAt(0)};`;
        return void 0 === link ? reference : `<span>${reference}</span>`;
    });
}
let SECOND_MS = 1000;
let MINUTE_MS = 60 * SECOND_MS;
let HOUR_MS = 60 * MINUTE_MS;
let DAY_MS = 24 * HOUR_MS;
let DAYS_FROM_MS = 2 * DAY_MS;
function formatDuration(ms) {
    let seconds = Math.round(ms / SECOND_MS);
    if (seconds < 60) return `${ms < 9950 ? (ms / SECOND_MS).toFixed(1) : seconds} s`;
    let minutes = Math.floor(seconds / 60);
    if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
    let hours = Math.floor(minutes / 60);
    if (hours < 48) return `${hours} h ${minutes % 60} min`;
    return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}
function formatRoughDuration(ms) {
    if (ms < MINUTE_MS) return `${Math.max(0, Math.round(ms / SECOND_MS))} s`;
    if (ms < HOUR_MS) return `${Math.floor(ms / MINUTE_MS)} min`;
    return ms < DAYS_FROM_MS ? `${Math.round(ms / HOUR_MS)} h` : `${Math.round(ms / DAY_MS)} d`;
}
function formatAge(createdAtMs, nowMs) {
    if (void 0 === createdAtMs) return 'of unknown age';
    let ms = nowMs - createdAtMs;
    if (ms < HOUR_MS) return `${Math.max(0, Math.round(ms / MINUTE_MS))} min ago`;
    return ms < DAYS_FROM_MS ? `${Math.round(ms / HOUR_MS)} h ago` : `${Math.round(ms / DAY_MS)} d ago`;
}
function formatTaken(createdAtMs, nowMs) {
    return void 0 === createdAtMs ? 'taken at an unknown time' : `taken ${formatAge(createdAtMs, nowMs)}`;
}
function formatNumber(value) {
    let [whole = '', ...fraction] = String(value).split('.');
    let groups = [];
    for(let end = whole.length; end > 0; end -= 3)groups.unshift(whole.slice(Math.max(0, end - 3), end));
    return [
        groups.join(','),
        ...fraction
    ].join('.');
}
function formatSize(mb) {
    return null === mb ? 'size unknown' : `${formatNumber(mb)} MB`;
}
function pluralize(count, noun) {
    return `${formatNumber(count)} ${noun}${1 === count ? '' : 's'}`;
}
function formatServers(ids) {
    return ids.length > 5 ? pluralize(ids.length, 'server') : formatServerIds(ids);
}
function formatServerIds(ids) {
    return `server${1 === ids.length ? '' : 's'} ${ids.join(', ')}`;
}
let BAR_LENGTH = 20;
function progressBar(elapsedMs, { words, maxMs }, state) {
    let full = Math.min(BAR_LENGTH, Math.round(BAR_LENGTH * elapsedMs / maxMs));
    let bar = `${'█'.repeat(full)}${'░'.repeat(BAR_LENGTH - full)}`;
    return `  ${bar} ${formatDuration(elapsedMs)} elapsed, ${sanitizeLine(state)} (usually takes ${words})`;
}
function isoTime(ms) {
    return new Date(ms).toISOString().replace(/\.\d+Z$/u, 'Z');
}
function clockTime(ms) {
    return `${isoTime(ms).slice(-9, -4)} UTC`;
}
let SAME_DAY_MS = 12 * HOUR_MS;
function formatDiscarded(createdAtMs, discardedMs) {
    if (void 0 === createdAtMs) return 'all writes since the snapshot (time unknown)';
    let dateAndTime = `${isoTime(createdAtMs).slice(0, -1).replace('T', ' ')} UTC`;
    if (void 0 === discardedMs) return `writes since ${dateAndTime}`;
    let since = discardedMs < SAME_DAY_MS ? dateAndTime.slice(-12) : dateAndTime;
    return `writes since ${since} (${formatDuration(discardedMs)})`;
}
function formatTimeBefore(ms, agoMs) {
    return agoMs < SAME_DAY_MS ? clockTime(ms) : `${dateTime(ms)} UTC`;
}
function dateTime(ms) {
    return isoTime(ms).slice(0, -4).replace('T', ' ');
}
function shortSha(name) {
    return name.replace(/(?<![0-9a-f])[0-9a-f]{40}(?![0-9a-f])/giu, (sha)=>sha.slice(0, 7));
}
function capitalize(text) {
    return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
class ActionError extends Error {
    parts;
    constructor(given, cause){
        let { hint } = given;
        let summary = startSentence(given.summary);
        let state = [
            given.state ?? []
        ].flat().map((line)=>line.endsWith('.') ? startSentence(line) : line);
        super([
            summary,
            ...state,
            hint
        ].map(sanitizeLine).join('\n'), {
            cause
        });
        this.name = 'ActionError';
        this.parts = {
            summary,
            state,
            hint
        };
    }
}
let UNEXPECTED_HINT = 'Check the servers in the VPS.org control panel, then open an issue in the repository of this action, with the log of this step.';
function startSentence(line) {
    return line.replace(/^ {0,2}(?:server|snapshot)\b/u, (start)=>start.replace(/[a-z]/u, capitalize));
}
class CancelledError extends Error {
    constructor(signal){
        super(`The job was cancelled (${signal}).`);
        this.name = 'CancelledError';
    }
}
function errorMessage(error) {
    return error instanceof Error ? error.message : String(error);
}
let STATUS_CONTEXT = 'vps-snapshot/rollback';
let MAX_DESCRIPTION_LENGTH = 140;
let REQUEST_MS = 10_000;
let MAX_RESPONSE_BYTES = 1048576;
function createOctokitStatusSetter(token, run, http, redact) {
    return async (state, description)=>{
        if ('' === token) return 'github_token is empty.';
        try {
            let { getOctokit } = await __nccwpck_require__.e(413).then(__nccwpck_require__.bind(__nccwpck_require__, 413));
            let [owner = '', repo = ''] = run.repository.split('/');
            let { status } = await getOctokit(token, {
                request: {
                    fetch: createFetch(http)
                }
            }).rest.repos.createCommitStatus({
                owner,
                repo,
                sha: run.sha,
                state,
                context: STATUS_CONTEXT,
                description: truncate(redact(sanitizeLine(redact(description))), MAX_DESCRIPTION_LENGTH),
                target_url: run.runUrl
            });
            return 201 === Number(status) ? void 0 : `GitHub returned ${status}.`;
        } catch (error) {
            return redact(errorMessage(error));
        }
    };
}
function createFetch(http) {
    return async (url, { headers, body })=>{
        let request = {
            method: 'POST',
            url,
            headers,
            body
        };
        let response = await http(request, REQUEST_MS, {
            maxBytes: MAX_RESPONSE_BYTES
        });
        return new Response(response.body || null, {
            status: response.status,
            headers: {
                'content-type': 'application/json'
            }
        });
    };
}
let store$4;
let DEFAULT_CONFIG = {
    lang: void 0,
    message: void 0,
    abortEarly: void 0,
    abortPipeEarly: void 0
};
function getGlobalConfig(config$1) {
    if (!config$1 && !store$4) return DEFAULT_CONFIG;
    return {
        lang: config$1?.lang ?? store$4?.lang,
        message: config$1?.message,
        abortEarly: config$1?.abortEarly ?? store$4?.abortEarly,
        abortPipeEarly: config$1?.abortPipeEarly ?? store$4?.abortPipeEarly
    };
}
let store$3;
function getGlobalMessage(lang) {
    return store$3?.get(lang);
}
let store$2;
function getSchemaMessage(lang) {
    return store$2?.get(lang);
}
let store$1;
function getSpecificMessage(reference, lang) {
    return store$1?.get(reference)?.get(lang);
}
function _stringify(input) {
    let type = typeof input;
    if ("string" === type) return `"${input}"`;
    if ("number" === type || "bigint" === type || "boolean" === type) return `${input}`;
    if ("object" === type || "function" === type) return (input && Object.getPrototypeOf(input)?.constructor?.name) ?? "null";
    return type;
}
function _addIssue(context, label, dataset, config$1, other) {
    let input = other && "input" in other ? other.input : dataset.value;
    let expected = other?.expected ?? context.expects ?? null;
    let received = other?.received ?? _stringify(input);
    let issue1 = {
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
    let isSchema = "schema" === context.kind;
    let message$1 = other?.message ?? context.message ?? getSpecificMessage(context.reference, issue1.lang) ?? (isSchema ? getSchemaMessage(issue1.lang) : null) ?? config$1.message ?? getGlobalMessage(issue1.lang);
    if (void 0 !== message$1) issue1.message = "function" == typeof message$1 ? message$1(issue1) : message$1;
    if (isSchema) dataset.typed = false;
    if (dataset.issues) dataset.issues.push(issue1);
    else dataset.issues = [
        issue1
    ];
}
function _isSameValueZero(value1, value2) {
    return value1 === value2 || Number.isNaN(value1) && Number.isNaN(value2);
}
function _isValidObjectKey(object$1, key) {
    return Object.prototype.hasOwnProperty.call(object$1, key) && "__proto__" !== key && "prototype" !== key && "constructor" !== key;
}
function _isValueMatch(requirement, value$1) {
    return Number.isNaN(requirement) && Number.isNaN(value$1) || requirement <= value$1 && requirement >= value$1;
}
function _joinExpects(values$1, separator) {
    let list = [
        ...new Set(values$1)
    ];
    if (list.length > 1) return `(${list.join(` ${separator} `)})`;
    return list[0] ?? "never";
}
function _standardSchema(schema) {
    schema["~standard"] = {
        version: 1,
        vendor: "valibot",
        validate: (value$1)=>schema["~run"]({
                value: value$1
            }, getGlobalConfig())
    };
    return schema;
}
function getDotPath(issue1) {
    if (issue1.path) {
        let key = "";
        for (let item of issue1.path)if ("string" != typeof item.key && "number" != typeof item.key) return null;
        else if (key) key += `.${item.key}`;
        else key += item.key;
        return key;
    }
    return null;
}
var ValiError = class extends Error {
    constructor(issues){
        super(issues[0].message);
        this.name = "ValiError";
        this.issues = issues;
    }
};
function brand(name) {
    return {
        kind: "transformation",
        type: "brand",
        reference: brand,
        async: false,
        name,
        "~run" (dataset) {
            return dataset;
        }
    };
}
function check(requirement, message$1) {
    return {
        kind: "validation",
        type: "check",
        reference: check,
        async: false,
        expects: null,
        requirement,
        message: message$1,
        "~run" (dataset, config$1) {
            if (dataset.typed && !this.requirement(dataset.value)) _addIssue(this, "input", dataset, config$1);
            return dataset;
        }
    };
}
function empty(message$1) {
    return {
        kind: "validation",
        type: "empty",
        reference: empty,
        async: false,
        expects: "0",
        message: message$1,
        "~run" (dataset, config$1) {
            if (dataset.typed && dataset.value.length > 0) _addIssue(this, "length", dataset, config$1, {
                received: `${dataset.value.length}`
            });
            return dataset;
        }
    };
}
function finite(message$1) {
    return {
        kind: "validation",
        type: "finite",
        reference: finite,
        async: false,
        expects: null,
        requirement: Number.isFinite,
        message: message$1,
        "~run" (dataset, config$1) {
            if (dataset.typed && !this.requirement(dataset.value)) _addIssue(this, "finite", dataset, config$1);
            return dataset;
        }
    };
}
function nonEmpty(message$1) {
    return {
        kind: "validation",
        type: "non_empty",
        reference: nonEmpty,
        async: false,
        expects: "!0",
        message: message$1,
        "~run" (dataset, config$1) {
            if (dataset.typed && 0 === dataset.value.length) _addIssue(this, "length", dataset, config$1, {
                received: "0"
            });
            return dataset;
        }
    };
}
function notValue(requirement, message$1) {
    return {
        kind: "validation",
        type: "not_value",
        reference: notValue,
        async: false,
        expects: requirement instanceof Date ? `!${requirement.toJSON()}` : `!${_stringify(requirement)}`,
        requirement,
        message: message$1,
        "~run" (dataset, config$1) {
            if (dataset.typed && _isValueMatch(this.requirement, dataset.value)) _addIssue(this, "value", dataset, config$1, {
                received: dataset.value instanceof Date ? dataset.value.toJSON() : _stringify(dataset.value)
            });
            return dataset;
        }
    };
}
function parseJson(config$1, message$1) {
    return {
        kind: "transformation",
        type: "parse_json",
        reference: parseJson,
        config: config$1,
        message: message$1,
        async: false,
        "~run" (dataset, config$2) {
            try {
                dataset.value = JSON.parse(dataset.value, this.config?.reviver);
            } catch (error) {
                if (error instanceof Error) {
                    _addIssue(this, "JSON", dataset, config$2, {
                        received: `"${error.message}"`
                    });
                    dataset.typed = false;
                } else throw error;
            }
            return dataset;
        }
    };
}
function _isPartiallyTyped(dataset, paths) {
    if (dataset.issues) for (let path1 of paths)for (let issue1 of dataset.issues){
        let typed = false;
        let bound = Math.min(path1.length, issue1.path?.length ?? 0);
        for(let index = 0; index < bound; index++)if (path1[index] !== issue1.path[index].key && ("$" !== path1[index] || "array" !== issue1.path[index].type)) {
            typed = true;
            break;
        }
        if (!typed) return false;
    }
    return true;
}
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
        "~run" (dataset, config$1) {
            if ((dataset.typed || _isPartiallyTyped(dataset, paths)) && !this.requirement(dataset.value)) _addIssue(this, "input", dataset, config$1);
            return dataset;
        }
    };
}
function rawCheck(action) {
    return {
        kind: "validation",
        type: "raw_check",
        reference: rawCheck,
        async: false,
        expects: null,
        "~run" (dataset, config$1) {
            action({
                dataset,
                config: config$1,
                addIssue: (info)=>_addIssue(this, info?.label ?? "input", dataset, config$1, info)
            });
            return dataset;
        }
    };
}
function rawTransform(action) {
    return {
        kind: "transformation",
        type: "raw_transform",
        reference: rawTransform,
        async: false,
        "~run" (dataset, config$1) {
            let output = action({
                dataset,
                config: config$1,
                addIssue: (info)=>_addIssue(this, info?.label ?? "input", dataset, config$1, info),
                NEVER: null
            });
            if (dataset.issues) dataset.typed = false;
            else dataset.value = output;
            return dataset;
        }
    };
}
function regex(requirement, message$1) {
    return {
        kind: "validation",
        type: "regex",
        reference: regex,
        async: false,
        expects: `${requirement}`,
        requirement,
        message: message$1,
        "~run" (dataset, config$1) {
            if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "format", dataset, config$1);
            return dataset;
        }
    };
}
function transform(operation) {
    return {
        kind: "transformation",
        type: "transform",
        reference: transform,
        async: false,
        operation,
        "~run" (dataset) {
            dataset.value = this.operation(dataset.value);
            return dataset;
        }
    };
}
function trim() {
    return {
        kind: "transformation",
        type: "trim",
        reference: trim,
        async: false,
        "~run" (dataset) {
            dataset.value = dataset.value.trim();
            return dataset;
        }
    };
}
let ABORT_EARLY_CONFIG = {
    abortEarly: true
};
function getFallback(schema, dataset, config$1) {
    return "function" == typeof schema.fallback ? schema.fallback(dataset, config$1) : schema.fallback;
}
function fallback(schema, fallback$1) {
    return _standardSchema({
        ...schema,
        fallback: fallback$1,
        "~run" (dataset, config$1) {
            let outputDataset = schema["~run"](dataset, config$1);
            return outputDataset.issues ? {
                typed: true,
                value: getFallback(this, outputDataset, config$1)
            } : outputDataset;
        }
    });
}
function forward(action, path1) {
    return {
        ...action,
        "~run" (dataset, config$1) {
            let prevIssues = dataset.issues && [
                ...dataset.issues
            ];
            dataset = action["~run"](dataset, config$1);
            if (dataset.issues) {
                for (let issue1 of dataset.issues)if (!prevIssues?.includes(issue1)) {
                    let pathInput = dataset.value;
                    for (let key of path1){
                        let pathValue = pathInput[key];
                        let pathItem = {
                            type: "unknown",
                            origin: "value",
                            input: pathInput,
                            key,
                            value: pathValue
                        };
                        if (issue1.path) issue1.path.push(pathItem);
                        else issue1.path = [
                            pathItem
                        ];
                        if (!pathValue) break;
                        pathInput = pathValue;
                    }
                }
            }
            return dataset;
        }
    };
}
function getDefault(schema, dataset, config$1) {
    return "function" == typeof schema.default ? schema.default(dataset, config$1) : schema.default;
}
function is(schema, input) {
    return !schema["~run"]({
        value: input
    }, ABORT_EARLY_CONFIG).issues;
}
function array(item, message$1) {
    return _standardSchema({
        kind: "schema",
        type: "array",
        reference: array,
        expects: "Array",
        async: false,
        item,
        message: message$1,
        "~run" (dataset, config$1) {
            let input = dataset.value;
            if (Array.isArray(input)) {
                dataset.typed = true;
                dataset.value = [];
                for(let key = 0; key < input.length; key++){
                    let value$1 = input[key];
                    let itemDataset = this.item["~run"]({
                        value: value$1
                    }, config$1);
                    if (itemDataset.issues) {
                        let pathItem = {
                            type: "array",
                            origin: "value",
                            input,
                            key,
                            value: value$1
                        };
                        for (let issue1 of itemDataset.issues){
                            if (issue1.path) issue1.path.unshift(pathItem);
                            else issue1.path = [
                                pathItem
                            ];
                            dataset.issues?.push(issue1);
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
function dist_boolean(message$1) {
    return _standardSchema({
        kind: "schema",
        type: "boolean",
        reference: dist_boolean,
        expects: "boolean",
        async: false,
        message: message$1,
        "~run" (dataset, config$1) {
            if ("boolean" == typeof dataset.value) dataset.typed = true;
            else _addIssue(this, "type", dataset, config$1);
            return dataset;
        }
    });
}
function literal(literal_, message$1) {
    return _standardSchema({
        kind: "schema",
        type: "literal",
        reference: literal,
        expects: _stringify(literal_),
        async: false,
        literal: literal_,
        message: message$1,
        "~run" (dataset, config$1) {
            if (_isSameValueZero(dataset.value, this.literal)) dataset.typed = true;
            else _addIssue(this, "type", dataset, config$1);
            return dataset;
        }
    });
}
function nullable(wrapped, default_) {
    return _standardSchema({
        kind: "schema",
        type: "nullable",
        reference: nullable,
        expects: `(${wrapped.expects} | null)`,
        async: false,
        wrapped,
        default: default_,
        "~run" (dataset, config$1) {
            if (null === dataset.value) {
                if (void 0 !== this.default) dataset.value = getDefault(this, dataset, config$1);
                if (null === dataset.value) {
                    dataset.typed = true;
                    return dataset;
                }
            }
            return this.wrapped["~run"](dataset, config$1);
        }
    });
}
function nullish(wrapped, default_) {
    return _standardSchema({
        kind: "schema",
        type: "nullish",
        reference: nullish,
        expects: `(${wrapped.expects} | null | undefined)`,
        async: false,
        wrapped,
        default: default_,
        "~run" (dataset, config$1) {
            if (null === dataset.value || void 0 === dataset.value) {
                if (void 0 !== this.default) dataset.value = getDefault(this, dataset, config$1);
                if (null === dataset.value || void 0 === dataset.value) {
                    dataset.typed = true;
                    return dataset;
                }
            }
            return this.wrapped["~run"](dataset, config$1);
        }
    });
}
function number(message$1) {
    return _standardSchema({
        kind: "schema",
        type: "number",
        reference: number,
        expects: "number",
        async: false,
        message: message$1,
        "~run" (dataset, config$1) {
            if ("number" != typeof dataset.value || isNaN(dataset.value)) _addIssue(this, "type", dataset, config$1);
            else dataset.typed = true;
            return dataset;
        }
    });
}
function object(entries$1, message$1) {
    return _standardSchema({
        kind: "schema",
        type: "object",
        reference: object,
        expects: "Object",
        async: false,
        entries: entries$1,
        message: message$1,
        "~run" (dataset, config$1) {
            let input = dataset.value;
            if (input && "object" == typeof input) {
                dataset.typed = true;
                dataset.value = {};
                for(let key in this.entries){
                    let valueSchema = this.entries[key];
                    if (key in input || ("exact_optional" === valueSchema.type || "optional" === valueSchema.type || "nullish" === valueSchema.type) && void 0 !== valueSchema.default) {
                        let value$1 = key in input ? input[key] : getDefault(valueSchema);
                        let valueDataset = valueSchema["~run"]({
                            value: value$1
                        }, config$1);
                        if (valueDataset.issues) {
                            let pathItem = {
                                type: "object",
                                origin: "value",
                                input,
                                key,
                                value: value$1
                            };
                            for (let issue1 of valueDataset.issues){
                                if (issue1.path) issue1.path.unshift(pathItem);
                                else issue1.path = [
                                    pathItem
                                ];
                                dataset.issues?.push(issue1);
                            }
                            if (!dataset.issues) dataset.issues = valueDataset.issues;
                            if (config$1.abortEarly) {
                                dataset.typed = false;
                                break;
                            }
                        }
                        if (!valueDataset.typed) dataset.typed = false;
                        dataset.value[key] = valueDataset.value;
                    } else if (void 0 !== valueSchema.fallback) dataset.value[key] = getFallback(valueSchema);
                    else if ("exact_optional" !== valueSchema.type && "optional" !== valueSchema.type && "nullish" !== valueSchema.type) {
                        _addIssue(this, "key", dataset, config$1, {
                            input: void 0,
                            expected: `"${key}"`,
                            path: [
                                {
                                    type: "object",
                                    origin: "key",
                                    input,
                                    key,
                                    value: input[key]
                                }
                            ]
                        });
                        if (config$1.abortEarly) break;
                    }
                }
            } else _addIssue(this, "type", dataset, config$1);
            return dataset;
        }
    });
}
function optional(wrapped, default_) {
    return _standardSchema({
        kind: "schema",
        type: "optional",
        reference: optional,
        expects: `(${wrapped.expects} | undefined)`,
        async: false,
        wrapped,
        default: default_,
        "~run" (dataset, config$1) {
            if (void 0 === dataset.value) {
                if (void 0 !== this.default) dataset.value = getDefault(this, dataset, config$1);
                if (void 0 === dataset.value) {
                    dataset.typed = true;
                    return dataset;
                }
            }
            return this.wrapped["~run"](dataset, config$1);
        }
    });
}
function picklist(options, message$1) {
    return _standardSchema({
        kind: "schema",
        type: "picklist",
        reference: picklist,
        expects: _joinExpects(options.map(_stringify), "|"),
        async: false,
        options,
        message: message$1,
        "~run" (dataset, config$1) {
            if (this.options.includes(dataset.value)) dataset.typed = true;
            else _addIssue(this, "type", dataset, config$1);
            return dataset;
        }
    });
}
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
        "~run" (dataset, config$1) {
            let input = dataset.value;
            if (input && "object" == typeof input) {
                dataset.typed = true;
                dataset.value = {};
                for(let entryKey in input)if (_isValidObjectKey(input, entryKey)) {
                    let entryValue = input[entryKey];
                    let keyDataset = this.key["~run"]({
                        value: entryKey
                    }, config$1);
                    if (keyDataset.issues) {
                        let pathItem = {
                            type: "object",
                            origin: "key",
                            input,
                            key: entryKey,
                            value: entryValue
                        };
                        for (let issue1 of keyDataset.issues){
                            issue1.path = [
                                pathItem
                            ];
                            dataset.issues?.push(issue1);
                        }
                        if (!dataset.issues) dataset.issues = keyDataset.issues;
                        if (config$1.abortEarly) {
                            dataset.typed = false;
                            break;
                        }
                    }
                    let valueDataset = this.value["~run"]({
                        value: entryValue
                    }, config$1);
                    if (valueDataset.issues) {
                        let pathItem = {
                            type: "object",
                            origin: "value",
                            input,
                            key: entryKey,
                            value: entryValue
                        };
                        for (let issue1 of valueDataset.issues){
                            if (issue1.path) issue1.path.unshift(pathItem);
                            else issue1.path = [
                                pathItem
                            ];
                            dataset.issues?.push(issue1);
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
function string(message$1) {
    return _standardSchema({
        kind: "schema",
        type: "string",
        reference: string,
        expects: "string",
        async: false,
        message: message$1,
        "~run" (dataset, config$1) {
            if ("string" == typeof dataset.value) dataset.typed = true;
            else _addIssue(this, "type", dataset, config$1);
            return dataset;
        }
    });
}
function _subIssues(datasets) {
    let issues;
    if (datasets) for (let dataset of datasets)if (issues) for (let issue1 of dataset.issues)issues.push(issue1);
    else issues = dataset.issues;
    return issues;
}
function union(options, message$1) {
    return _standardSchema({
        kind: "schema",
        type: "union",
        reference: union,
        expects: _joinExpects(options.map((option)=>option.expects), "|"),
        async: false,
        options,
        message: message$1,
        "~run" (dataset, config$1) {
            let validDataset;
            let typedDatasets;
            let untypedDatasets;
            for (let schema of this.options){
                let optionDataset = schema["~run"]({
                    value: dataset.value
                }, config$1);
                if (optionDataset.typed) if (optionDataset.issues) if (typedDatasets) typedDatasets.push(optionDataset);
                else typedDatasets = [
                    optionDataset
                ];
                else {
                    validDataset = optionDataset;
                    break;
                }
                else if (untypedDatasets) untypedDatasets.push(optionDataset);
                else untypedDatasets = [
                    optionDataset
                ];
            }
            if (validDataset) return validDataset;
            if (typedDatasets) {
                if (1 === typedDatasets.length) return typedDatasets[0];
                _addIssue(this, "type", dataset, config$1, {
                    issues: _subIssues(typedDatasets)
                });
                dataset.typed = true;
            } else {
                if (untypedDatasets?.length === 1) return untypedDatasets[0];
                _addIssue(this, "type", dataset, config$1, {
                    issues: _subIssues(untypedDatasets)
                });
            }
            return dataset;
        }
    });
}
function unknown() {
    return _standardSchema({
        kind: "schema",
        type: "unknown",
        reference: unknown,
        expects: "unknown",
        async: false,
        "~run" (dataset) {
            dataset.typed = true;
            return dataset;
        }
    });
}
function parse(schema, input, config$1) {
    let dataset = schema["~run"]({
        value: input
    }, getGlobalConfig(config$1));
    if (dataset.issues) throw new ValiError(dataset.issues);
    return dataset.value;
}
function pipe(...pipe$1) {
    return _standardSchema({
        ...pipe$1[0],
        pipe: pipe$1,
        "~run" (dataset, config$1) {
            for (let item of pipe$1)if ("metadata" !== item.kind) {
                if (dataset.issues && ("schema" === item.kind || "transformation" === item.kind)) {
                    dataset.typed = false;
                    break;
                }
                if (!dataset.issues || !config$1.abortEarly && !config$1.abortPipeEarly) dataset = item["~run"](dataset, config$1);
            }
            return dataset;
        }
    });
}
function safeParse(schema, input, config$1) {
    let dataset = schema["~run"]({
        value: input
    }, getGlobalConfig(config$1));
    return {
        typed: dataset.typed,
        success: !dataset.issues,
        output: dataset.value,
        issues: dataset.issues
    };
}
let INTEGER = /^[1-9]\d{0,15}$/u;
let UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu;
let ID_FORMS = 'a positive integer or a UUID';
function isId(text) {
    return UUID.test(text) || INTEGER.test(text) && Number.isSafeInteger(Number(text));
}
let Id = pipe(string(), check(isId, ID_FORMS), brand('Id'));
let IdFromApi = pipe(union([
    number(),
    string()
]), transform((id)=>String(id).trim()), Id);
function toJsonId(id) {
    return INTEGER.test(id) ? Number(id) : id;
}
function isSameId(a, b) {
    return a.toLowerCase() === b.toLowerCase();
}
function toIdentity(id, uuid) {
    let key = id ?? uuid;
    if (void 0 === key) return;
    return void 0 === uuid ? {
        key
    } : {
        key,
        uuid
    };
}
function isNamedBy({ key, uuid }, id) {
    return isSameId(key, id) || void 0 !== uuid && isSameId(uuid, id);
}
function isSame(a, b) {
    return isNamedBy(a, b.key) || void 0 !== b.uuid && isNamedBy(a, b.uuid);
}
function isOther(a, b) {
    return !isSame(a, b) && formsOf(a).some((form)=>formsOf(b).includes(form));
}
function isIncomparable(a, b) {
    return !isSame(a, b) && !isOther(a, b);
}
function formsOf({ key, uuid }) {
    let keyForm = INTEGER.test(key) ? 'integer' : 'uuid';
    return void 0 === uuid ? [
        keyForm
    ] : [
        keyForm,
        'uuid'
    ];
}
let FILE_NAME = 'vps-snapshot-rollbacks.json';
let MAX_BYTES = 1048576;
let Entry = pipe(string(), parseJson(), object({
    runId: string(),
    attempt: nullable(number()),
    serverKey: Id,
    snapshotKey: Id,
    startedAtMs: fallback(nullable(number()), null),
    outcome: fallback(picklist([
        'started',
        'restored',
        'failed'
    ]), 'started'),
    serverStatus: fallback(pipe(string(), regex(/^[a-z][a-z _-]{0,63}$/u)), '')
}));
function createRollbackLog(folder, run) {
    let { runId } = run;
    let attempt = run.attempt ?? null;
    let path1 = folder ? (0, process.getBuiltinModule("node:path").join)(folder, FILE_NAME) : void 0;
    let own = [];
    let entries = ()=>{
        let others = void 0 === path1 ? [] : readEntries(path1);
        let ofThisAttempt = others.filter((entry)=>entry.runId === runId && entry.attempt === attempt);
        return [
            ...ofThisAttempt,
            ...own
        ];
    };
    return {
        record (entry) {
            own.push(entry);
            if (void 0 === path1) return;
            try {
                if ((0, process.getBuiltinModule("node:fs").statSync)(path1, {
                    throwIfNoEntry: false
                })?.isFile() === false) return;
                (0, process.getBuiltinModule("node:fs").appendFileSync)(path1, `${JSON.stringify({
                    runId,
                    attempt,
                    ...entry
                })}\n`);
            } catch  {}
        },
        count: ()=>entries().length,
        find: (serverKey, snapshotKey, since)=>entries().slice(since).findLast((entry)=>isSameId(entry.serverKey, serverKey) && isSameId(entry.snapshotKey, snapshotKey)),
        isSource (snapshot) {
            let all = entries();
            return all.some(({ snapshotKey, serverKey }, index)=>{
                if (!isNamedBy(snapshot, snapshotKey)) return false;
                return !all.slice(index).some((one)=>'restored' === one.outcome && isSameId(one.serverKey, serverKey));
            });
        }
    };
}
function readEntries(path1) {
    return readStart(path1).split('\n').flatMap((line)=>{
        let entry = safeParse(Entry, line);
        return entry.success ? entry.output : [];
    });
}
function readStart(path1) {
    try {
        let stats = (0, process.getBuiltinModule("node:fs").statSync)(path1);
        if (!stats.isFile()) return '';
        let file = (0, process.getBuiltinModule("node:fs").openSync)(path1, 'r');
        try {
            let buffer = Buffer.alloc(Math.min(stats.size, MAX_BYTES));
            return buffer.toString('utf8', 0, (0, process.getBuiltinModule("node:fs").readSync)(file, buffer));
        } finally{
            (0, process.getBuiltinModule("node:fs").closeSync)(file);
        }
    } catch  {
        return '';
    }
}
let MAX_ANNOTATION_LENGTH = 4096;
let MAX_SUMMARY_BYTES = 1044480;
let SUMMARY_CUT = '\n\nThe rest is left out, because a job summary is limited to 1 MiB.\n';
let SUMMARY_LOST = "What this step did is in this log. Check the runner's disk space.";
let COMMAND_FILES_LOST = "The outputs or the state of this step cannot be written. The outputs are in this log instead; later steps do not receive them, and after the job this step may be unable to roll the server back, start it, or delete the snapshot. Check the runner's disk space.";
function actionsRunner(redact) {
    if (!process.stdout.listeners('error').includes(ignore)) process.stdout.on('error', ignore);
    let line = (text)=>{
        let redacted = redact(text);
        let sanitized = sanitizeLine(redacted);
        return sanitized === redacted ? redacted : redact(sanitized);
    };
    let written = new Map();
    let stateInLog = new Set();
    let logged = new Map();
    let isInGroup = false;
    let hasWarned = false;
    let summaryBytes = 0;
    let attempt = (write)=>{
        try {
            write();
            return;
        } catch (error) {
            return errorMessage(error);
        }
    };
    let info = (text)=>void attempt(()=>core_info(line(text)));
    let endGroup = ()=>{
        if (isInGroup) attempt(core_endGroup);
        isInGroup = false;
    };
    let annotate = (write, text)=>{
        endGroup();
        let lines = redact(text).split('\n').map(line);
        attempt(()=>write(truncate(lines.join('\n'), MAX_ANNOTATION_LENGTH)));
    };
    let warning = (text)=>annotate(core_warning, text);
    let warnOfLoss = (reason, consequences)=>{
        if (!hasWarned) warning(`${reason}\n${consequences}`);
        hasWarned = true;
    };
    let save = (key, value, write)=>{
        if (written.get(key) === value) return true;
        let reason = attempt(()=>write(redact(value)));
        if (void 0 === reason) {
            written.set(key, value);
            return true;
        }
        warnOfLoss(reason, COMMAND_FILES_LOST);
        return false;
    };
    return {
        info,
        debug: (text)=>void attempt(()=>core_debug(line(text))),
        notice: (text)=>annotate(notice, text),
        warning,
        error: (text)=>annotate(error, text),
        group (title) {
            endGroup();
            attempt(()=>startGroup(line(title)));
            isInGroup = true;
        },
        endGroup,
        setOutput (name, value) {
            let isWritten = save(`output ${name}`, value, (text)=>setOutput(name, text));
            if (isWritten || logged.get(name) === value) return;
            logged.set(name, value);
            info(`output ${name}=${value}`);
        },
        saveState (name, value) {
            let isWritten = save(`state ${name}`, value, (text)=>saveState(name, text));
            if (!isWritten) stateInLog.add(name);
            if (stateInLog.has(name)) attempt(()=>saveStateInLog(inLog(name), redact(value)));
        },
        async summary (markdown) {
            let text = truncateBytes(redact(markdown), MAX_SUMMARY_BYTES - summaryBytes);
            summaryBytes += Buffer.byteLength(text);
            try {
                await summary.addRaw(text).write();
            } catch (error) {
                summary.emptyBuffer();
                let reason = `The summary cannot be written: ${errorMessage(error)}`;
                if (process.env.GITHUB_STEP_SUMMARY) warnOfLoss(reason, SUMMARY_LOST);
                else attempt(()=>core_debug(line(reason)));
            }
        }
    };
}
function ignore() {}
function runner_getState(name) {
    return getState(inLog(name)) || getState(name);
}
function inLog(name) {
    return `${name}_in_log`;
}
function saveStateInLog(name, value) {
    let { GITHUB_STATE: file } = process.env;
    process.env.GITHUB_STATE = '';
    try {
        saveState(name, value);
    } finally{
        process.env.GITHUB_STATE = file;
    }
}
function truncateBytes(text, bytes) {
    if (Buffer.byteLength(text) <= bytes) return text;
    let kept = Buffer.from(text).subarray(0, Math.max(0, bytes - SUMMARY_CUT.length)).toString('utf8');
    return `${kept.slice(0, Math.max(0, kept.lastIndexOf('\n')))}${SUMMARY_CUT}`;
}
let MAX_VALUE_LENGTH = 30_000;
let MAX_PIECES = 100;
let MAX_NAME_LENGTH = 100;
let MORE = '+';
let LAST = '.';
let UNREADABLE = Symbol('unreadable');
let StepIdentity = object({
    runId: string(),
    attempt: nullable(number()),
    job: string(),
    jobIndex: string(),
    action: string()
});
let SavedSnapshot = object({
    serverKey: Id,
    serverUuid: optional(Id),
    serverName: string(),
    name: string(),
    snapshotId: nullable(Id),
    requested: dist_boolean(),
    earlierIds: array(Id),
    createdAtMs: nullable(number()),
    reused: dist_boolean()
});
let StoppedServer = object({
    key: Id,
    uuid: optional(Id),
    name: string()
});
let State = object({
    rawInputs: nullable(record(string(), string())),
    earlierRollbacks: number(),
    readable: dist_boolean(),
    snapshots: array(SavedSnapshot),
    stopped: array(StoppedServer),
    succeeded: dist_boolean()
});
function identityOf({ runId, attempt, job, jobIndex, action }) {
    return {
        runId,
        attempt: attempt ?? null,
        job,
        jobIndex,
        action
    };
}
function saveIdentity(runner, run, earlierRollbacks) {
    save(runner, 'inputs', null);
    save(runner, 'rollbacks', earlierRollbacks);
    saveReadable(runner, false);
    saveSnapshots(runner, []);
    saveStopped(runner, []);
    save(runner, 'succeeded', false);
    save(runner, 'run', identityOf(run));
}
function saveRawInputs(runner, rawInputs) {
    save(runner, 'inputs', rawInputs);
}
function saveReadable(runner, readable) {
    save(runner, 'readable', readable);
}
function saveSnapshots(runner, records) {
    save(runner, 'snapshots', records.map(toSaved));
}
function toSaved({ server, name, snapshot, requested, earlierIds = [], reused }) {
    return {
        serverKey: server.key,
        ...void 0 === server.uuid ? {} : {
            serverUuid: server.uuid
        },
        serverName: truncate(server.name, MAX_NAME_LENGTH),
        name: snapshot?.name || name,
        snapshotId: snapshot?.key ?? null,
        requested,
        earlierIds: [
            ...earlierIds
        ],
        createdAtMs: snapshot?.createdAtMs ?? null,
        reused
    };
}
function saveStopped(runner, servers) {
    let saved = servers.map(({ key, uuid, name })=>({
            key,
            ...void 0 === uuid ? {} : {
                uuid
            },
            name: truncate(name, MAX_NAME_LENGTH)
        }));
    save(runner, 'stopped', saved);
}
function saveSucceeded(runner) {
    save(runner, 'succeeded', true);
}
function readState(getState, run) {
    let state = safeParse(State, {
        rawInputs: load(getState, 'inputs'),
        earlierRollbacks: load(getState, 'rollbacks'),
        readable: load(getState, 'readable'),
        snapshots: load(getState, 'snapshots'),
        stopped: load(getState, 'stopped'),
        succeeded: load(getState, 'succeeded')
    });
    if (!state.success || !isOfStep(load(getState, 'run'), run)) return 'missing';
    let { rawInputs, stopped, ...rest } = state.output;
    return null === rawInputs ? 'unstarted' : {
        ...rest,
        rawInputs,
        stopped: stopped.map(toServerRef)
    };
}
function isOfStep(identity, run) {
    let saved = safeParse(StepIdentity, identity);
    return saved.success && (0, process.getBuiltinModule("node:util").isDeepStrictEqual)(saved.output, identityOf(run));
}
function toServerRef({ key, uuid, name }) {
    return void 0 === uuid ? {
        key,
        name
    } : {
        key,
        uuid,
        name
    };
}
function save(runner, name, value) {
    let json = JSON.stringify(value).replace(/[^\x20-\x7e]/g, (unit)=>`\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
    let count = Math.max(1, Math.ceil(json.length / MAX_VALUE_LENGTH));
    for(let index = count - 1; index >= 0; index -= 1){
        let piece = json.slice(index * MAX_VALUE_LENGTH, (index + 1) * MAX_VALUE_LENGTH);
        runner.saveState(pieceName(name, index), `${index === count - 1 ? LAST : MORE}${piece}`);
    }
}
function load(getState, name) {
    let pieces = [];
    for(let index = 0; index < MAX_PIECES; index += 1){
        let piece = getState(pieceName(name, index));
        pieces.push(piece.slice(1));
        if (!piece.startsWith(MORE)) break;
    }
    let json = pieces.join('');
    try {
        return '' === json ? void 0 : JSON.parse(json);
    } catch  {
        return UNREADABLE;
    }
}
function pieceName(name, index) {
    return 0 === index ? name : `${name}_${index}`;
}
let MAX_EVENT_BYTES = 33554432;
let MAX_TEXT_LENGTH = 500;
let DEFAULT_SERVER_URL = 'https://github.com';
let Text = pipe(optional(string(), ''), transform((text)=>truncate(text.trim(), MAX_TEXT_LENGTH)));
let Digits = fallback(pipe(string(), regex(/^\d{1,20}$/u)), '');
let Attempt = fallback(optional(pipe(string(), regex(/^[1-9]\d{0,8}$/u), transform(Number))), void 0);
let ServerUrl = fallback(pipe(string(), regex(/^https?:\/\/[^\s'"<>]{1,300}$/u), transform((url)=>url.replace(/\/$/u, ''))), DEFAULT_SERVER_URL);
let Variables = object({
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
    GITHUB_EVENT_PATH: optional(string(), '')
});
let Sha = pipe(string(), regex(/^[0-9a-f]{40,64}$/iu));
let Branch = pipe(string(), nonEmpty(), transform((name)=>truncate(name, MAX_TEXT_LENGTH)));
let MergedEvent = object({
    pull_request: object({
        merged: literal(true),
        merge_commit_sha: Sha,
        base: object({
            ref: Branch
        })
    })
});
let PullRequestEvent = object({
    pull_request: object({
        head: object({
            sha: Sha,
            ref: Branch
        })
    })
});
let WorkflowRunEvent = object({
    workflow_run: object({
        head_sha: Sha,
        head_branch: nullish(string(), '')
    })
});
let EventCommit = union([
    pipe(MergedEvent, transform(({ pull_request: { merge_commit_sha: sha, base } })=>({
            sha,
            ref: base.ref
        }))),
    pipe(PullRequestEvent, transform(({ pull_request: { head } })=>({
            sha: head.sha,
            ref: head.ref
        }))),
    pipe(WorkflowRunEvent, transform(({ workflow_run })=>({
            sha: workflow_run.head_sha,
            ref: truncate(workflow_run.head_branch, MAX_TEXT_LENGTH)
        })))
]);
function readWorkflowRun(environment, rawJobIndex) {
    let read = safeParse(Variables, environment);
    if (!read.success) throw new ActionError({
        summary: 'GITHUB_REPOSITORY is not set to "owner/name".',
        state: 'No request was sent.',
        hint: 'Run the action in a workflow: the runner sets this variable. With act, add a GitHub remote "origin".'
    });
    let variables = read.output;
    let repository = variables.GITHUB_REPOSITORY;
    let serverUrl = variables.GITHUB_SERVER_URL;
    let runId = '' === variables.GITHUB_RUN_ID ? '0' : variables.GITHUB_RUN_ID;
    return {
        ...eventCommit(variables) ?? {
            sha: variables.GITHUB_SHA,
            ref: shortRef(variables.GITHUB_REF)
        },
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
        runUrl: `${serverUrl}/${repository}/actions/runs/${runId}`
    };
}
function eventCommit({ GITHUB_EVENT_NAME: event, GITHUB_EVENT_PATH: path1 }) {
    if (!event.startsWith('pull_request') && 'workflow_run' !== event) return;
    try {
        let stats = (0, process.getBuiltinModule("node:fs").statSync)(path1);
        if (!stats.isFile() || stats.size > MAX_EVENT_BYTES) return;
        return parse(EventCommit, JSON.parse((0, process.getBuiltinModule("node:fs").readFileSync)(path1, 'utf8')));
    } catch  {
        return;
    }
}
function shortRef(ref) {
    return ref.replace(/^refs\/(?:heads\/|tags\/)?/u, '');
}
function workflowFile(workflowRef) {
    return /^[^@]{1,400}\/([^/@]+)@/u.exec(workflowRef)?.[1];
}
function usesOf({ GITHUB_ACTION_REPOSITORY: repository, GITHUB_ACTION_REF: ref }) {
    let uses = `${repository}@${ref}`;
    return /^[\w.-]+\/[\w./-]+@[\w./-]+$/u.test(uses) ? uses : './';
}
async function abortable(promise, signal) {
    return await new Promise((resolve, reject)=>{
        let abort = ()=>reject(signal.reason);
        if (signal.aborted) abort();
        signal.addEventListener('abort', abort, {
            once: true
        });
        promise.then(resolve, reject).finally(()=>signal.removeEventListener('abort', abort));
    });
}
let CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO|INVALID_CA|INVALID_PURPOSE/u;
let BEFORE_SENDING = [
    'connect',
    'getaddrinfo'
];
let NO_TUNNEL = 'tunneling socket could not be established';
class ConnectionError extends Error {
    code;
    isCertificate;
    sent;
    constructor(cause){
        let message = cause instanceof Error ? cause.message : String(cause);
        let code = stringField(cause, 'code');
        super(message || code || 'the connection failed', {
            cause
        });
        this.name = 'ConnectionError';
        this.code = code;
        this.isCertificate = CERTIFICATE.test(code);
        this.sent = !(this.isCertificate || BEFORE_SENDING.includes(stringField(cause, 'syscall')) || cause instanceof AggregateError || message.startsWith(NO_TUNNEL));
    }
}
function stringField(error, name) {
    let value = 'object' == typeof error && null !== error ? Reflect.get(error, name) : void 0;
    return 'string' == typeof value ? value : '';
}
let request_MAX_RESPONSE_BYTES = 8388608;
let MAX_ERROR_BYTES = 65536;
class TimeoutError extends Error {
}
class ResponseTooLargeError extends Error {
}
function createHttp(signal) {
    return async ({ method, url, headers, body }, timeoutMs, { maxBytes = request_MAX_RESPONSE_BYTES } = {})=>{
        signal.throwIfAborted();
        let { HttpClient: HttpClient1 } = await Promise.resolve().then(__nccwpck_require__.bind(__nccwpck_require__, 942));
        let timeout = AbortSignal.timeout(Math.ceil(timeoutMs));
        let ended = AbortSignal.any([
            timeout,
            signal
        ]);
        let client = new HttpClient1('vps-snapshot', [
            withOptions(ended)
        ], {
            allowRedirects: false,
            keepAlive: false
        });
        try {
            let { message } = await abortable(client.request(method, url, body, headers), ended);
            let status = message.statusCode ?? 0;
            let isSuccess = status >= 200 && status < 300;
            return {
                status,
                headers: {
                    retryAfter: message.headers['retry-after'],
                    date: message.headers.date,
                    location: message.headers.location
                },
                body: await (isSuccess ? readWhole(message, maxBytes) : request_readStart(message, MAX_ERROR_BYTES))
            };
        } catch (error) {
            signal.throwIfAborted();
            if (timeout.aborted) throw new TimeoutError(`it timed out after ${Math.round(timeoutMs / 100) / 10} s`, {
                cause: error
            });
            throw error instanceof ResponseTooLargeError ? error : new ConnectionError(error);
        } finally{
            client.dispose();
        }
    };
}
function withOptions(signal) {
    return {
        prepareRequest (options) {
            options.signal = signal;
            let { agent } = options;
            if ('object' == typeof agent && 'options' in agent) Object.assign(agent, {
                options: Object.assign({}, agent.options, {
                    rejectUnauthorized: true
                })
            });
            options.host = options.host?.replace(/^\[(.*)\]$/u, '$1') ?? null;
        },
        canHandleAuthentication: ()=>false,
        handleAuthentication: ()=>Promise.reject(new Error('authentication is by the token alone'))
    };
}
async function readWhole(message, maxBytes) {
    let body = await read(message, maxBytes);
    if (body.length > maxBytes) throw new ResponseTooLargeError(`it is larger than ${maxBytes / 1024 / 1024} MiB`);
    return body.toString('utf8');
}
async function request_readStart(message, maxBytes) {
    let body = await read(message, maxBytes);
    return body.subarray(0, maxBytes).toString('utf8');
}
async function read(message, maxBytes) {
    let chunks = [];
    let bytes = 0;
    for await (let chunk of message){
        chunks.push(chunk);
        bytes += chunk.length;
        if (bytes > maxBytes) break;
    }
    return Buffer.concat(chunks);
}
class InputError {
    hint;
    constructor(hint){
        this.hint = hint;
    }
}
function input(read, show = quote) {
    return optional(pipe(string(), rawTransform(({ dataset, addIssue, NEVER })=>{
        let text = dataset.value.trim();
        let value = read(text);
        if (!(value instanceof InputError)) return value;
        addIssue({
            message: `is ${'' === text ? 'empty' : show(text)}: ${value.hint}`
        });
        return NEVER;
    })), '');
}
function splitList(text) {
    return text.split(/[\s,]+/u).filter((part)=>'' !== part);
}
function oneOf(allowed) {
    return input((text)=>('' === text ? allowed[0] : allowed.find((word)=>word === text)) ?? new InputError(`use one of ${allowed.join(', ')}`));
}
let BOOLEANS = new Map([
    ...[
        'true',
        'True',
        'TRUE'
    ].map((word)=>[
            word,
            true
        ]),
    ...[
        'false',
        'False',
        'FALSE'
    ].map((word)=>[
            word,
            false
        ])
]);
function booleanInput(otherwise) {
    return input((text)=>'' === text ? otherwise : BOOLEANS.get(text) ?? new InputError('use true or false, or an expression that evaluates to one of them'));
}
let OUTCOMES = new Map([
    [
        'failure',
        true
    ],
    [
        'cancelled',
        true
    ],
    [
        'success',
        false
    ],
    [
        'skipped',
        false
    ]
]);
let condition = input((text)=>{
    if ('' === text) return false;
    return BOOLEANS.get(text) ?? OUTCOMES.get(text) ?? new InputError("use true, false, the outcome of a step, or an expression such as steps.deploy.outcome == 'failure'");
});
let MAX_MINUTES = 7200;
let fields_MINUTE_MS = 60_000;
let DECIMAL = /^(?:\d{1,12}(?:\.\d{0,12})?|\.\d{1,12})$/u;
function durationMinutes(otherwise) {
    return input((text)=>{
        if ('' === text) return otherwise * fields_MINUTE_MS;
        let minutes = Number(text);
        if (DECIMAL.test(text) && minutes > 0 && minutes <= MAX_MINUTES) return minutes * fields_MINUTE_MS;
        return new InputError(`use a number of minutes above 0 and up to ${MAX_MINUTES}, such as 60 or 1.5`);
    });
}
let optionalMinutes = input((text)=>{
    if ('' === text) return;
    let minutes = Number(text);
    if (DECIMAL.test(text) && minutes <= MAX_MINUTES) return minutes * fields_MINUTE_MS;
    return new InputError(`use a number of minutes from 0 to ${MAX_MINUTES}, such as 1 or 0.5, or leave it empty`);
});
let pollInterval = input((text)=>{
    if ('' === text) return;
    let seconds = Number(text);
    if (DECIMAL.test(text) && seconds >= 0.01 && seconds <= 3600) return 1000 * seconds;
    return new InputError('use a number of seconds from 0.01 to 3600, or leave it empty for adaptive polling');
});
let positiveInteger = input((text)=>{
    if ('' === text) return;
    if (/^[1-9]\d{0,5}$/u.test(text)) return Number(text);
    return new InputError('use a whole number of 1 or more, or leave it empty');
});
let TOKEN = /vps_[A-Za-z0-9]{20,}/gu;
let MIN_LENGTH = 8;
function misplacedTokens({ api_token: _, ...others }) {
    return Object.values(others).flatMap((text)=>text.match(TOKEN) ?? []);
}
function inputsWithToken({ api_token: given = '', ...others }) {
    let token = given.trim();
    return Object.entries(others).flatMap(([name, text])=>{
        let isGiven = token.length >= MIN_LENGTH && text.includes(token);
        return isGiven || misplacedTokens({
            [name]: text
        }).length > 0 ? name : [];
    });
}
function allowedInName(text) {
    return text.replace(/[^A-Za-z0-9_-]/gu, '-');
}
let FIELDS = {
    sha: (run)=>run.sha,
    short_sha: (run)=>run.sha.slice(0, 7),
    ref: (run)=>run.ref,
    run_id: (run)=>run.runId,
    run_number: (run)=>run.runNumber,
    attempt: (run)=>String(run.attempt ?? ''),
    job: (run)=>run.job,
    date: (_run, at)=>at.toISOString().slice(0, 10),
    time: (_run, at)=>at.toISOString().slice(11, 19)
};
let FIELD_LIST = Object.keys(FIELDS).map((field)=>`{${field}}`).join(' ');
let PLACEHOLDER = /\{([^{}]*)\}/gu;
function isField(word) {
    return Object.hasOwn(FIELDS, word);
}
function unknownFields(template) {
    return [
        ...template.matchAll(PLACEHOLDER)
    ].flatMap(([whole, word = ''])=>isField(word) ? [] : [
            whole
        ]);
}
function renderSnapshotName(template, run, atMs) {
    let at = new Date(atMs);
    let name = template.replace(PLACEHOLDER, (whole, word)=>{
        let value = isField(word) ? FIELDS[word](run, at) : whole;
        if ('' !== value) return value;
        throw new ActionError({
            summary: `snapshot_name is ${quote(template)}, but ${quote(whole)} has no value in this workflow run.`,
            state: 'No request was sent.',
            hint: `Use other placeholders in snapshot_name: ${FIELD_LIST}.`
        });
    });
    return allowedInName(name);
}
let JOB_CONCLUSIONS = [
    'failure',
    'cancelled'
];
let MODES = [
    'snapshot',
    'wait',
    'rollback',
    'check',
    'delete',
    'prune'
];
let DEFAULT_API_URL = 'https://admin.vps.org/api/v1';
let SNAPSHOT_LIMIT = 5;
let MAX_SERIES_LENGTH = 64;
let RESERVED_SERIES = 'before-rollback';
let LATEST = 'latest';
let DEFAULT_STABLE_MS = 60_000;
function listedTwice(ids) {
    let twice = ids.filter((id, index)=>ids.findIndex((other)=>isSameId(other, id)) < index);
    let names = [
        ...new Set(twice.map((id)=>id.toLowerCase()))
    ];
    if (0 === names.length) return;
    return new InputError(`${names.join(', ')} ${1 === names.length ? 'is' : 'are'} listed more than once; list each ID once`);
}
function readIds(text) {
    let read = safeParse(array(Id), splitList(text));
    if (!read.success) {
        let wrong = read.issues.map((issue1)=>quote(String(issue1.path?.[0].value)));
        return new InputError(`${wrong.join(', ')} ${1 === wrong.length ? 'is not an ID' : 'are not IDs'}; use ${ID_FORMS}`);
    }
    return listedTwice(read.output) ?? read.output;
}
let serverIds = input((text)=>{
    if ('' !== text && 0 === splitList(text).length) return new InputError(`set one or more server IDs, each ${ID_FORMS}`);
    return readIds(text);
});
let SnapshotsOutput = pipe(string(), parseJson(), array(object({
    server_id: IdFromApi,
    snapshot_id: nullable(IdFromApi)
})));
let NO_SNAPSHOT = new InputError("it contains no snapshot (did the snapshot step fail?). Set a snapshot ID, or leave it empty in a rollback to restore this run's newest snapshot");
let snapshotIds = input((text)=>{
    if (text === LATEST) return LATEST;
    if (!text.startsWith('[')) {
        let ids = readIds(text);
        if (ids instanceof InputError) return ids;
        return '' === text || ids.length > 0 ? ids.map((id)=>({
                id
            })) : NO_SNAPSHOT;
    }
    let output = safeParse(SnapshotsOutput, text);
    if (!output.success) return new InputError('use snapshot IDs, or the `snapshots` output of this action unchanged');
    let named = output.output.flatMap(({ server_id: server, snapshot_id: id })=>null === id ? [] : [
            {
                id,
                server
            }
        ]);
    return listedTwice(named.map(({ id })=>id)) ?? (named.length > 0 ? named : NO_SNAPSHOT);
});
let MISSING_TOKEN_HINT = 'set a VPS.org API token, usually from `secrets.VPS_API_TOKEN`. A secret is empty if its name is misspelled, if it belongs to an environment and the job has no `environment:`, and in workflows triggered from forks or by Dependabot';
function readToken(text) {
    if (!/[^\x21-\x7e]|["']/u.test(text)) return text;
    return new InputError('it must not contain spaces, newlines or quotes; paste the bare token, without "Bearer"');
}
let inputs_hidden = ()=>'set but invalid';
let apiToken = input(readToken, inputs_hidden);
let nameTemplate = input((text)=>{
    let template = '' === text ? '{sha}' : text;
    let unknown = unknownFields(template);
    if (0 === unknown.length) return template;
    let are = 1 === unknown.length ? 'is not a placeholder' : 'are not placeholders';
    return new InputError(`${unknown.map(quote).join(', ')} ${are}; use text and any of ${FIELD_LIST}`);
});
let series = input((text)=>{
    if ('' === text) return;
    if ([
        ...text
    ].length <= MAX_SERIES_LENGTH && !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u.test(text)) return text;
    return new InputError(`use at most ${MAX_SERIES_LENGTH} characters, without newlines or control characters`);
});
function isLoopback(hostname) {
    return 'localhost' === hostname || '[::1]' === hostname || /^127(?:\.\d{1,3}){3}$/u.test(hostname);
}
function isSafe(url) {
    let isEncrypted = 'https:' === url.protocol || 'http:' === url.protocol && isLoopback(url.hostname);
    return isEncrypted && '' === url.username && '' === url.password;
}
function showUrl(text) {
    return quote(text.replace(/^(\w{1,20}:\/\/)?.*@/su, '$1***@').replace(/([?#]).*/su, '$1***'));
}
let apiUrl = input((text)=>{
    let url = URL.parse('' === text ? DEFAULT_API_URL : text);
    if (url && isSafe(url) && !/['?#]/u.test(url.href)) return `${url.origin}${withoutSlashAtEnd(url.pathname)}`;
    return new InputError('use an https URL without a user name, password, query, fragment or apostrophe, or http on a loopback address');
}, showUrl);
function withoutSlashAtEnd(path1) {
    let end = path1.length;
    while('/' === path1[end - 1])end -= 1;
    return path1.slice(0, end);
}
let healthCheckUrl = input((text)=>{
    if ('' === text) return;
    let url = URL.parse(text);
    if (url && /^https?:$/u.test(url.protocol) && '' === url.username && '' === url.password) return url.href;
    return new InputError('use an http or https URL without a user name or password, such as https://shop.example.com/health, or leave it empty');
}, showUrl);
let notifyUrl = input((text)=>{
    if ('' === text) return;
    let url = URL.parse(text);
    if (url && isSafe(url)) return url.href;
    return new InputError('use the https URL of a webhook, without a user name or password, or leave it empty');
}, inputs_hidden);
let rollbackOn = input((text)=>{
    let words = splitList(text);
    let isKnown = words.every((word)=>JOB_CONCLUSIONS.some((conclusion)=>conclusion === word));
    if (isKnown) return JOB_CONCLUSIONS.filter((conclusion)=>words.includes(conclusion));
    return new InputError('use failure, cancelled, or both, or leave it empty');
});
let inputs_text = input((given)=>given);
let Fields = object({
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
    on_limit: oneOf([
        'fail',
        'replace_oldest'
    ]),
    on_rerun: oneOf([
        'reuse',
        'create'
    ]),
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
    job_status: oneOf([
        'success',
        ...JOB_CONCLUSIONS
    ]),
    job_index: inputs_text
});
let INPUT_NAMES = Object.keys(Fields.entries);
function isSnapshotStep({ mode }) {
    return 'snapshot' === mode || 'wait' === mode;
}
function retentionInputs({ keep, keep_daily, keep_weekly }) {
    return Object.entries({
        keep,
        keep_daily,
        keep_weekly
    }).flatMap(([name, count])=>void 0 === count ? [] : name);
}
function maxRetained({ keep = 0, keep_daily: daily = 0, keep_weekly: weekly = 0 }) {
    let moreByDay = daily - (keep > 0 && daily > 0 ? 1 : 0);
    let moreByWeek = weekly - (keep + daily > 0 && weekly > 0 ? 1 : 0);
    return keep + moreByDay + moreByWeek;
}
let NotCheck = pipe(string(), notValue('check'));
function requiredExceptInCheck(missing, message) {
    return rawCheck(({ dataset, addIssue })=>{
        if (is(missing, dataset.value)) addIssue({
            message
        });
    });
}
let Together = pipe(Fields, forward(requiredExceptInCheck(object({
    mode: NotCheck,
    server_id: pipe(array(Id), empty())
}), `is empty: set one or more server IDs, each ${ID_FORMS}`), [
    'server_id'
]), forward(partialCheck([
    [
        'mode'
    ],
    [
        'snapshot_id'
    ]
], ({ mode, snapshot_id })=>!('wait' === mode || 'delete' === mode) || snapshot_id.length > 0, ({ input: { mode } })=>'wait' === mode ? 'is empty: `mode: wait` needs the snapshot ID from the step that started the snapshot' : 'is empty: `mode: delete` deletes only the snapshots listed here'), [
    'snapshot_id'
]), forward(partialCheck([
    [
        'mode'
    ],
    [
        'snapshot_id'
    ]
], ({ mode, snapshot_id })=>!('wait' === mode || 'delete' === mode) || snapshot_id !== LATEST, ({ input: { mode } })=>`is "latest", which only \`mode: rollback\` accepts: set IDs for \`mode: ${mode}\``), [
    'snapshot_id'
]), forward(partialCheck([
    [
        'mode'
    ],
    [
        'keep'
    ],
    [
        'keep_daily'
    ],
    [
        'keep_weekly'
    ]
], (inputs)=>'prune' !== inputs.mode || retentionInputs(inputs).length > 0, 'is empty: for `mode: prune`, set at least one of keep, keep_daily and keep_weekly'), [
    'keep'
]), partialCheck([
    [
        'mode'
    ],
    [
        'on_limit'
    ],
    [
        'keep'
    ],
    [
        'keep_daily'
    ],
    [
        'keep_weekly'
    ]
], (inputs)=>!isSnapshotStep(inputs) || 'fail' !== inputs.on_limit || maxRetained(inputs) < SNAPSHOT_LIMIT, ({ input: inputs })=>`${retentionInputs(inputs).join(', ')}: up to ${maxRetained(inputs)} snapshots are kept, which leaves no room for the next one: a server can have ${SNAPSHOT_LIMIT}. Keep at most ${SNAPSHOT_LIMIT - 1}, or set \`on_limit: replace_oldest\``), forward(partialCheck([
    [
        'mode'
    ],
    [
        'delete_on_success'
    ],
    [
        'keep'
    ],
    [
        'keep_daily'
    ],
    [
        'keep_weekly'
    ]
], (inputs)=>!isSnapshotStep(inputs) || !inputs.delete_on_success || 1 !== maxRetained(inputs), ({ input: inputs })=>`cannot be true with ${retentionInputs(inputs).join(', ')} at 1: retention deletes the older snapshots, and delete_on_success would then delete the only one left. Keep at least 2, or set delete_on_success to false`), [
    'delete_on_success'
]), forward(partialCheck([
    [
        'mode'
    ],
    [
        'wait'
    ],
    [
        'keep'
    ],
    [
        'keep_daily'
    ],
    [
        'keep_weekly'
    ]
], (inputs)=>'snapshot' !== inputs.mode || inputs.wait || 0 === retentionInputs(inputs).length, ({ input: inputs })=>`cannot be false with ${retentionInputs(inputs).join(', ')}: older snapshots are deleted only after the new one has completed. Set ${retentionInputs(inputs).join(', ')} on the \`mode: wait\` step instead`), [
    'wait'
]), forward(partialCheck([
    [
        'mode'
    ],
    [
        'wait'
    ],
    [
        'stop_server'
    ]
], (inputs)=>'snapshot' !== inputs.mode || inputs.wait || !inputs.stop_server, 'cannot be false with stop_server: the server is started again only after the snapshot has completed'), [
    'wait'
]), forward(partialCheck([
    [
        'mode'
    ],
    [
        'wait'
    ],
    [
        'rollback_on'
    ]
], (inputs)=>'snapshot' !== inputs.mode || inputs.wait || 0 === inputs.rollback_on.length, 'cannot be false with rollback_on: a rollback needs a completed snapshot. Set rollback_on on the `mode: wait` step'), [
    'wait'
]), forward(partialCheck([
    [
        'mode'
    ],
    [
        'wait'
    ]
], ({ mode, wait })=>'rollback' !== mode || wait, 'cannot be false in a rollback, which is finished only when the server is active again'), [
    'wait'
]), forward(partialCheck([
    [
        'mode'
    ],
    [
        'series'
    ]
], (inputs)=>!isSnapshotStep(inputs) || inputs.series !== RESERVED_SERIES, `cannot be "${RESERVED_SERIES}", which is reserved for the snapshots that safety_snapshot takes: use another name`), [
    'series'
]), forward(partialCheck([
    [
        'mode'
    ],
    [
        'health_check_url'
    ]
], ({ mode, health_check_url })=>'check' !== mode || void 0 !== health_check_url, 'is empty: `mode: check` requires the URL to check'), [
    'health_check_url'
]), forward(partialCheck([
    [
        'mode'
    ],
    [
        'health_check_url'
    ],
    [
        'health_check_text'
    ]
], ({ mode, health_check_url, health_check_text })=>'rollback' !== mode || '' === health_check_text || void 0 !== health_check_url, 'is set, but health_check_url is empty: set the URL whose body must contain the text'), [
    'health_check_text'
]));
let InStep = pipe(Together, forward(requiredExceptInCheck(object({
    mode: NotCheck,
    api_token: literal('')
}), `is empty: ${MISSING_TOKEN_HINT}`), [
    'api_token'
]));
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
        healthCheckStableMs: fields.health_check_stable_minutes ?? ('check' === fields.mode ? DEFAULT_STABLE_MS : 0),
        notifyUrl: fields.notify_url,
        commitStatus: fields.commit_status,
        dryRun: fields.dry_run,
        apiUrl: fields.api_url,
        githubToken: fields.github_token,
        jobStatus: fields.job_status,
        jobIndex: fields.job_index
    };
}
function problemsOf(issues) {
    return issues.map((issue1)=>[
            getDotPath(issue1) ?? [],
            issue1.message
        ].flat().join(' '));
}
function validate(schema, rawInputs) {
    let misplaced = inputsWithToken(rawInputs);
    let result = safeParse(schema, rawInputs);
    if (result.success && 0 === misplaced.length) return {
        fields: result.output
    };
    let others = result.success ? [] : problemsOf(result.issues);
    return {
        problems: [
            ...misplaced.map((name)=>`${name} contains an API token, which belongs only in api_token`),
            ...others.filter((problem)=>!misplaced.some((name)=>problem.startsWith(`${name} `)))
        ]
    };
}
function invalidInputs(problems) {
    return new ActionError({
        summary: `${pluralize(problems.length, 'invalid input')}:`,
        state: problems.map((problem)=>`  ${problem}`),
        hint: 'No request was sent. Fix the inputs under `with:` in your workflow.'
    });
}
function parseInputs(rawInputs) {
    let result = validate(InStep, rawInputs);
    if ('problems' in result) throw invalidInputs(result.problems);
    return toInputs(result.fields);
}
let SECRET_INPUTS = [
    'api_token',
    'github_token',
    'notify_url'
];
let REREAD_IN_POST = [
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
    'commit_status'
];
function readAfterJobInputs(rawInputs) {
    let { mode, dry_run, rollback_if, rollback_on, delete_on_success, job_status } = Fields.entries;
    let schema = object({
        mode: fallback(mode, 'snapshot'),
        dry_run: fallback(dry_run, false),
        rollback_if: fallback(rollback_if, false),
        rollback_on: fallback(rollback_on, []),
        delete_on_success: fallback(delete_on_success, false),
        job_status: fallback(job_status, 'success')
    });
    let fields = parse(schema, rawInputs);
    return {
        mode: fields.mode,
        dryRun: fields.dry_run,
        rollbackIf: fields.rollback_if,
        rollbackOn: fields.rollback_on,
        deleteOnSuccess: fields.delete_on_success,
        jobStatus: fields.job_status
    };
}
function parseInputsAfterJob(saved, current) {
    let problems = [];
    let start = validate(Together, saved);
    if ('problems' in start) throw invalidInputs(start.problems);
    let { fields } = start;
    let raw = saved;
    for (let name of REREAD_IN_POST){
        let candidate = {
            ...raw,
            [name]: current[name] ?? ''
        };
        let result = validate(Together, candidate);
        if ('fields' in result) {
            raw = candidate;
            fields = result.fields;
        } else if ('job_status' !== name) {
            let instead = SECRET_INPUTS.includes(name) ? 'It is ignored.' : 'The value from the step itself is used instead.';
            problems.push(`After the job, ${result.problems.join('; ')}. ${instead}`);
        }
    }
    let apiUrlNow = parse(fallback(apiUrl, DEFAULT_API_URL), current.api_url);
    let isSameApi = apiUrlNow === fields.api_url;
    let inputs = {
        ...toInputs(fields),
        apiUrl: apiUrlNow
    };
    let status = current.job_status ?? '';
    if ('' !== status && raw.job_status === status) return {
        inputs,
        problems,
        isSameApi
    };
    problems.push(`After the job, job_status is ${quote(status)}, so it is unknown whether the job failed: rollback_on and delete_on_success have no effect. If job_status is set under \`with:\`, remove it; otherwise the runner does not provide the status of the job, so use rollback_if.`);
    return {
        inputs: {
            ...inputs,
            jobStatus: 'unknown'
        },
        problems,
        isSameApi
    };
}
let SNAPSHOT_STEPS = [
    'snapshot',
    'wait'
];
let WITH_ROLLBACK = [
    ...SNAPSHOT_STEPS,
    'rollback'
];
let WITH_HEALTH_CHECK = [
    ...WITH_ROLLBACK,
    'check'
];
let EFFECTIVE_IN = new Map([
    [
        'server_id',
        MODES.filter((mode)=>'check' !== mode)
    ],
    [
        'snapshot_id',
        [
            'wait',
            'rollback',
            'delete'
        ]
    ],
    [
        'snapshot_name',
        [
            'snapshot'
        ]
    ],
    [
        "description",
        [
            'snapshot'
        ]
    ],
    [
        'series',
        [
            'snapshot',
            'rollback',
            'prune'
        ]
    ],
    [
        'wait',
        [
            'snapshot',
            'rollback'
        ]
    ],
    [
        'stop_server',
        [
            'snapshot'
        ]
    ],
    [
        'timeout_minutes',
        MODES.filter((mode)=>'check' !== mode)
    ],
    [
        'poll_interval_seconds',
        WITH_HEALTH_CHECK
    ],
    [
        'max_parallel',
        WITH_ROLLBACK
    ],
    [
        'on_limit',
        SNAPSHOT_STEPS
    ],
    [
        'on_rerun',
        [
            'snapshot'
        ]
    ],
    [
        'keep',
        [
            ...SNAPSHOT_STEPS,
            'prune'
        ]
    ],
    [
        'keep_daily',
        [
            ...SNAPSHOT_STEPS,
            'prune'
        ]
    ],
    [
        'keep_weekly',
        [
            ...SNAPSHOT_STEPS,
            'prune'
        ]
    ],
    [
        'rollback_if',
        SNAPSHOT_STEPS
    ],
    [
        'rollback_on',
        SNAPSHOT_STEPS
    ],
    [
        'delete_on_success',
        SNAPSHOT_STEPS
    ],
    [
        'safety_snapshot',
        WITH_ROLLBACK
    ],
    [
        'health_check_url',
        WITH_HEALTH_CHECK
    ],
    [
        'health_check_text',
        WITH_HEALTH_CHECK
    ],
    [
        'health_check_timeout_minutes',
        WITH_HEALTH_CHECK
    ],
    [
        'health_check_stable_minutes',
        WITH_HEALTH_CHECK
    ],
    [
        'notify_url',
        WITH_ROLLBACK
    ],
    [
        'commit_status',
        WITH_ROLLBACK
    ],
    [
        'api_url',
        MODES.filter((mode)=>'check' !== mode)
    ]
]);
let DEFAULTS = new Map([
    [
        'snapshot_name',
        '{sha}'
    ],
    [
        'wait',
        'true'
    ],
    [
        'stop_server',
        'false'
    ],
    [
        'timeout_minutes',
        '60'
    ],
    [
        'on_limit',
        'fail'
    ],
    [
        'on_rerun',
        'reuse'
    ],
    [
        'rollback_if',
        'false'
    ],
    [
        'delete_on_success',
        'false'
    ],
    [
        'safety_snapshot',
        'false'
    ],
    [
        'health_check_timeout_minutes',
        '10'
    ],
    [
        'commit_status',
        'false'
    ],
    [
        'api_url',
        DEFAULT_API_URL
    ]
]);
function unusedInputs(rawInputs, mode) {
    return [
        ...EFFECTIVE_IN
    ].flatMap(([name, modes])=>{
        let given = (rawInputs[name] ?? '').trim();
        let isSet = '' !== given && given.toLowerCase() !== DEFAULTS.get(name);
        return isSet && !modes.includes(mode) ? name : [];
    });
}
function requestName({ method, path: path1 }) {
    return `${method} ${path1}`;
}
function pathOf({ path: path1, query }) {
    return query?.size ? `${path1}?${query}` : path1;
}
let MAX_BODY_LENGTH = 4096;
let MAX_DETAIL_LENGTH = 300;
class ApiError extends Error {
    status;
    detail;
    retryAfterMs;
    isPage;
    constructor(request, response, retryAfterMs){
        let detail = detailOf(response.body);
        super(`${requestName(request)} returned ${response.status}${detail && `: ${detail}`}`);
        this.name = new.target.name;
        this.status = response.status;
        this.detail = detail;
        this.retryAfterMs = retryAfterMs;
        this.isPage = response.body.slice(0, MAX_BODY_LENGTH).trimStart().startsWith('<');
    }
}
class BadRequestError extends ApiError {
    hint = 'Fix the problem that the API reported (see above).';
}
class UnauthorizedError extends ApiError {
    hint = 'Check api_token: it must be an active token of this VPS.org account. Secrets are not passed to workflows triggered from forks.';
}
class ForbiddenError extends ApiError {
    hint = 'Create a token with the permission servers:*.';
}
class NotFoundError extends ApiError {
    hint = 'Check the ID, and that the token belongs to the account that owns it.';
}
class MethodNotAllowedError extends ApiError {
    hint = 'Check api_url: this API has no such call.';
}
class BusyError extends ApiError {
    hint = 'The server is busy. Re-run the job later.';
}
class TransientError extends ApiError {
    hint = 'The API is busy or failing. Re-run the job later.';
}
class RedirectError extends ApiError {
    hint = 'Set api_url to the URL that the redirect points to, if that is the API.';
}
class FailedResponseError extends ApiError {
    hint = 'Fix the problem that the API reported (see above).';
}
class UnexpectedStatusError extends ApiError {
    hint = 'Check api_url: the VPS.org API does not return this status.';
}
class RequestError extends Error {
    hint = 'Check that the runner can reach api_url, then re-run the job.';
    sent;
    constructor(request, reason, sent, cause){
        super(`${requestName(request)} got no response: ${reason}`, {
            cause
        });
        this.name = new.target.name;
        this.sent = sent;
    }
}
class CertificateError extends RequestError {
    hint = 'Check the certificate of api_url; behind a TLS-inspecting proxy, set NODE_EXTRA_CA_CERTS to its CA certificate.';
    constructor(request, code, cause){
        super(request, `the API's certificate is not trusted (${code})`, false, cause);
    }
}
class InvalidResponseError extends Error {
    hint = 'Check api_url and any proxy in between. If both are correct, the API may have changed.';
    isJson;
    constructor(request, reason, isJson = false){
        super(`${requestName(request)} returned an unreadable response: ${reason}`);
        this.name = 'InvalidResponseError';
        this.isJson = isJson;
    }
}
function isCallError(error) {
    return error instanceof ApiError || error instanceof RequestError || error instanceof InvalidResponseError;
}
function isRefusal(error) {
    return error instanceof UnauthorizedError || error instanceof ForbiddenError;
}
function isInvalidPage(error) {
    return error instanceof NotFoundError && /\binvalid page\b/iu.test(error.detail);
}
function isMissingCall(error) {
    return error instanceof NotFoundError || error instanceof MethodNotAllowedError;
}
function isFromProxy(error) {
    if (error instanceof RedirectError) return true;
    return error instanceof ApiError && error.isPage && error.status < 500 && !(error instanceof BadRequestError);
}
function isRateLimit(error) {
    return error instanceof TransientError && 429 === error.status;
}
function isTransient(error) {
    if (error instanceof TransientError || error instanceof BusyError) return true;
    if (error instanceof CertificateError) return false;
    return error instanceof RequestError || error instanceof InvalidResponseError;
}
function toActionError(error, doing, state) {
    if (error instanceof ActionError) return error;
    if (!isCallError(error)) throw error;
    let summary = withFullStop(`${doing} failed: ${error.message}`);
    return new ActionError({
        summary,
        hint: error.hint,
        ...void 0 === state ? {} : {
            state
        }
    }, error);
}
let Message = union([
    string(),
    pipe(array(string()), transform((all)=>all.join(' ')))
]);
let ErrorBody = union([
    pipe(array(string()), transform((all)=>({
            detail: all.join(' ')
        }))),
    record(string(), fallback(Message, ''))
]);
let GENERAL = [
    'detail',
    'error',
    'message',
    'non_field_errors'
];
let PASSWORD = /"password"/iu;
function detailOf(body) {
    let start = body.slice(0, MAX_BODY_LENGTH);
    let json = safeParse(pipe(string(), parseJson(), ErrorBody), start);
    let fields = json.success ? Object.entries(json.output).filter(([, text])=>'' !== text) : [];
    let general = fields.filter(([key])=>GENERAL.includes(key)).map(([, text])=>text);
    let others = fields.filter(([key])=>!GENERAL.includes(key)).map((field)=>field.join(': '));
    let messages = PASSWORD.test(start) ? general : [
        ...general,
        ...others
    ];
    let text = messages.length > 0 || PASSWORD.test(start) ? messages.join('; ') : textOfPage(start);
    return truncate(sanitizeLine(text).replace(/\s+/gu, ' ').trim(), MAX_DETAIL_LENGTH);
}
function textOfPage(html) {
    return html.replace(/<(script|style)\b[\s\S]*?(?:<\/\1\s*>|$)|<[^<>]*>/giu, ' ');
}
let FIRST_DELAY_MS = 1000;
let MAX_DELAY_MS = 30_000;
let LAST_TRY_MS = 2000;
function backoffMs(retry, random) {
    return random() * Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** retry);
}
function retryAfterMs({ headers: { retryAfter, date } }) {
    let text = retryAfter?.trim() ?? '';
    if (/^\d{1,9}$/u.test(text)) return 1000 * Number(text);
    let at = parseHttpDate(text);
    let now = parseHttpDate(date?.trim() ?? '');
    return void 0 === at || void 0 === now ? void 0 : Math.max(0, at - now);
}
function parseHttpDate(text) {
    let ms = /^[A-Z][a-z]{2,8},/u.test(text) && text.length <= 40 ? Date.parse(text) : 0 / 0;
    return Number.isNaN(ms) ? void 0 : ms;
}
function retryDelayMs(error, retry, random, deadline) {
    let askedMs = error instanceof ApiError ? error.retryAfterMs ?? 0 : 0;
    let leftMs = deadline.leftMs() - LAST_TRY_MS;
    if (leftMs < 1) throw error;
    return Math.min(leftMs, Math.max(askedMs, backoffMs(retry, random)));
}
async function delayBeforeRetry(error, retry, { clock, random, signal }, deadline) {
    await clock.sleep(retryDelayMs(error, retry, random, deadline), signal);
}
let MAX_MISDIRECTED = 3;
function withRetry(send, { clock, random, signal }, onRetry, hasWorked = false) {
    let worked = new Set();
    return async (request, deadline)=>{
        if ('POST' === request.method) return await send(request, deadline);
        let misdirected = 0;
        for(let retry = 0;; retry += 1)try {
            let response = await send(request, deadline);
            if ('GET' === request.method) worked.add(request.path);
            return response;
        } catch (error) {
            misdirected = isMisdirected(error) && (hasWorked || worked.has(request.path)) ? misdirected + 1 : 0;
            let isRetried = isTransient(error) || misdirected > 0 && misdirected <= MAX_MISDIRECTED;
            if (!isRetried) throw error;
            let delayMs = retryDelayMs(error, retry, random, deadline);
            onRetry(`${errorMessage(error)}; retrying in ${Math.ceil(delayMs / 1000)} s`);
            await clock.sleep(delayMs, signal);
        }
    };
}
function isMisdirected(error) {
    return error instanceof NotFoundError && !isInvalidPage(error) || isFromProxy(error);
}
let PROGRESS_MS = 30_000;
let MISDIRECTED_MS = 1000;
class Poller {
    #options;
    #context;
    #waiters = new Set();
    #isRunning = false;
    #wake = new AbortController();
    #misdirected = 0;
    constructor(options, context){
        this.#options = options;
        this.#context = context;
    }
    async until(isDone, deadline) {
        return await new Promise((resolve, reject)=>{
            let joinedMs = this.#context.clock.monotonicMs();
            let nextReadMs = joinedMs + this.#options.schedule(0);
            this.#waiters.add({
                isDone,
                deadline,
                joinedMs,
                nextReadMs,
                resolve,
                reject
            });
            if (this.#isRunning) this.#wake.abort();
            else this.#run();
        });
    }
    async #run() {
        let { clock } = this.#context;
        let startedMs = clock.monotonicMs();
        let nextProgressMs = PROGRESS_MS;
        this.#isRunning = true;
        try {
            while(this.#waiters.size > 0){
                let due = await this.#sleepUntilDue(startedMs + nextProgressMs);
                if ('poll' === due) await this.#poll();
                let waitedMs = clock.monotonicMs() - startedMs;
                if (this.#waiters.size > 0 && ('progress' === due || waitedMs >= nextProgressMs)) {
                    this.#options.onProgress(waitedMs);
                    let shownMs = Math.max(waitedMs, nextProgressMs);
                    nextProgressMs = shownMs - shownMs % PROGRESS_MS + PROGRESS_MS;
                }
            }
        } catch (error) {
            for (let waiter of this.#waiters)waiter.reject(error);
            this.#waiters.clear();
        } finally{
            this.#isRunning = false;
        }
    }
    async #sleepUntilDue(progressMs) {
        let { clock, signal } = this.#context;
        let nowMs = clock.monotonicMs();
        let pollMs = Math.min(...[
            ...this.#waiters
        ].map(({ nextReadMs, deadline })=>Math.min(nextReadMs, nowMs + deadline.leftMs())));
        this.#wake = new AbortController();
        try {
            let pauseMs = Math.max(0, Math.min(pollMs, progressMs) - nowMs);
            await clock.sleep(pauseMs, AbortSignal.any([
                signal,
                this.#wake.signal
            ]));
            return pollMs <= progressMs ? 'poll' : 'progress';
        } catch (error) {
            signal.throwIfAborted();
            if (this.#wake.signal.aborted) return;
            throw error;
        }
    }
    async #poll() {
        let { clock, signal } = this.#context;
        let requestedMs = clock.monotonicMs();
        let retryAfterMs = 0;
        try {
            let reading = await this.#options.read(this.#firstDeadline());
            this.#misdirected = 0;
            this.#serve(reading, requestedMs);
        } catch (error) {
            signal.throwIfAborted();
            if (!this.#isTolerated(error)) throw error;
            let minMs = this.#misdirected > 0 ? MISDIRECTED_MS : 0;
            retryAfterMs = Math.max(minMs, error instanceof ApiError ? error.retryAfterMs ?? 0 : 0);
            this.#options.onError(error);
        }
        let nowMs = clock.monotonicMs();
        for (let waiter of this.#waiters){
            waiter.nextReadMs = nowMs + Math.max(retryAfterMs, this.#options.schedule(nowMs - waiter.joinedMs));
            if (0 === waiter.deadline.leftMs()) this.#settle(waiter, false);
        }
    }
    #serve(reading, requestedMs) {
        let nowMs = this.#context.clock.monotonicMs();
        for (let waiter of this.#waiters){
            let { isDone, joinedMs } = waiter;
            if (requestedMs < joinedMs) continue;
            let times = {
                waitedMs: nowMs - joinedMs,
                requestedMs: requestedMs - joinedMs
            };
            if (isDone(reading, times)) this.#settle(waiter, true);
        }
    }
    #settle(waiter, isDone) {
        this.#waiters.delete(waiter);
        waiter.resolve(isDone);
    }
    #isTolerated(error) {
        this.#misdirected = isMisdirected(error) ? this.#misdirected + 1 : 0;
        return isTransient(error) || this.#misdirected > 0 && this.#misdirected <= MAX_MISDIRECTED;
    }
    #firstDeadline() {
        let [first, ...rest] = [
            ...this.#waiters
        ].map(({ deadline })=>deadline);
        if (!first) throw new Error('A poll needs a waiter');
        return rest.reduce((earliest, deadline)=>deadline.leftMs() < earliest.leftMs() ? deadline : earliest, first);
    }
}
let PROBE_MS = 10_000;
let LAST_PROBE_MS = 2000;
let REDIRECTS = [
    301,
    302,
    303,
    307,
    308
];
let MAX_REDIRECTS = 5;
function withoutQuery(url) {
    let { origin, pathname } = new URL(url);
    return `${origin}${pathname}`;
}
async function checkHealth(check, probe) {
    let { context, schedule, log, onProbe } = probe;
    let { clock } = context;
    let startedMs = clock.monotonicMs();
    let deadline = new Deadline(clock, check.timeoutMs + check.stableMs);
    let lastResult = 'no response yet';
    let healthySinceMs;
    let isStable = ({ isHealthy, result }, requestedMs)=>{
        if (result !== lastResult) log(`  health check: ${isHealthy ? '✓ healthy' : result}`);
        lastResult = result;
        onProbe?.({
            isHealthy: false,
            lastResult,
            durationMs: clock.monotonicMs() - startedMs
        });
        if (isHealthy) healthySinceMs ??= requestedMs;
        else healthySinceMs = void 0;
        return void 0 !== healthySinceMs && requestedMs - healthySinceMs >= check.stableMs;
    };
    let read = ()=>probeOnce(check, probe, Math.max(LAST_PROBE_MS, Math.min(PROBE_MS, deadline.leftMs())));
    let poller = new Poller({
        read,
        schedule,
        onProgress: (waitedMs)=>log(`  health check: ${formatDuration(waitedMs)} elapsed, last result: ${lastResult}`),
        onError: ()=>void 0
    }, context);
    let isHealthy = isStable(await read(), 0) || await poller.until((result, { requestedMs })=>isStable(result, requestedMs), deadline);
    return {
        isHealthy,
        lastResult,
        durationMs: clock.monotonicMs() - startedMs
    };
}
async function probeOnce({ url, text }, { http, context }, timeoutMs = PROBE_MS) {
    try {
        let response = await follow(url, http, new Deadline(context.clock, timeoutMs));
        if ('string' == typeof response) return {
            isHealthy: false,
            result: response
        };
        let { status, body } = response;
        if (status < 200 || status >= 300) return {
            isHealthy: false,
            result: `it returned ${status}`
        };
        if (!body.includes(text)) return {
            isHealthy: false,
            result: `it returned ${status} without the text ${quote(shortSha(text))}`
        };
        return {
            isHealthy: true,
            result: String(status)
        };
    } catch (error) {
        context.signal.throwIfAborted();
        return {
            isHealthy: false,
            result: `no response: ${errorMessage(error)}`
        };
    }
}
async function follow(url, http, deadline) {
    let at = new URL(url);
    for(let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1){
        let request = {
            method: 'GET',
            url: at.href,
            headers: {
                accept: '*/*'
            },
            body: ''
        };
        let response = await http(request, Math.max(1, deadline.leftMs()));
        if (!REDIRECTS.includes(response.status)) return response;
        let next = URL.parse(response.headers.location ?? '', at.href);
        if (!next) return response;
        if (!staysOnHost(at, next)) return `it redirects to another host (${quote(next.host)}); the redirect was not followed`;
        at = next;
    }
    return `it redirects more than ${MAX_REDIRECTS} times`;
}
function staysOnHost(from, to) {
    if (to.hostname !== from.hostname || ![
        'http:',
        'https:'
    ].includes(to.protocol)) return false;
    return to.port === from.port || '' === from.port && '' === to.port;
}
let MAX_LISTED = 10;
let SUCCEEDED = {
    title: 'Succeeded',
    verb: 'succeeded'
};
function combineFailures(parts, noun, [singular, plural], done = SUCCEEDED) {
    let failures = parts.flatMap(({ failure })=>failure ?? []);
    let [first] = failures;
    if (!first || 1 === parts.length) return first;
    let others = parts.filter(({ failure })=>!failure);
    let pending = others.flatMap(({ isPending, label })=>isPending ? label : []);
    let succeeded = others.flatMap(({ isPending, label })=>isPending ? [] : label);
    let count = failures.length + pending.length;
    return new ActionError({
        summary: `${count} of ${pluralize(parts.length, noun)} ${1 === count ? singular : plural}.`,
        state: [
            ...failures.map(({ message })=>inOneLine(message.split('\n'))),
            ...listLine(pending, 'Not finished', `${pluralize(pending.length, `more ${noun}`)} have not finished.`),
            ...listLine(succeeded, done.title, `The other ${pluralize(succeeded.length, noun)} ${done.verb}.`)
        ],
        hint: first.parts.hint
    }, first);
}
function listLine(labels, title, ifMany) {
    if (0 === labels.length) return [];
    return [
        labels.length > MAX_LISTED ? ifMany : `${title}: ${labels.join(', ')}.`
    ];
}
function inOneLine(lines) {
    return lines.map((line)=>line.trim()).join(' ');
}
class Markup {
    text;
    constructor(text){
        this.text = text;
    }
}
function render(part) {
    return part instanceof Markup ? part.text : escapeMarkup(part);
}
function markdown(template, ...values) {
    return new Markup(String.raw({
        raw: template
    }, ...values.map(render)));
}
function code(text) {
    return markdown`<code>${text}</code>`;
}
function prose(text) {
    let parts = text.split('`');
    let isCode = (index)=>index % 2 === 1 && index < parts.length - 1;
    let rendered = parts.map((part, index)=>{
        if (isCode(index)) return code(part).text;
        return `${index % 2 === 1 ? escapeMarkup('`') : ''}${escapeMarkup(part)}`;
    });
    return new Markup(rendered.join(''));
}
function concat(parts, separator = '') {
    return new Markup(parts.map(render).join(separator));
}
let MAX_TABLE_BYTES = 150_000;
function table(columns, rows) {
    let line = (cells)=>`| ${cells.join(' | ')} |`;
    let head = [
        line(columns.map((column)=>column.head)),
        line(columns.map(({ align })=>align ? '---:' : '---'))
    ];
    let bytes = 0;
    let lines = [];
    for (let row of rows){
        let rendered = line(row.map(render));
        bytes += Buffer.byteLength(rendered) + 1;
        if (bytes > MAX_TABLE_BYTES) break;
        lines.push(rendered);
    }
    let left = rows.length - lines.length;
    return joinSections([
        ...head,
        ...lines
    ].join('\n'), left > 0 ? `… and ${formatNumber(left)} more. The log lists them all.` : '');
}
function codeBlock(language, text) {
    return `\`\`\`${language}\n${text}\n\`\`\``;
}
function details(title, content) {
    return `<details><summary>${title.text}</summary>\n\n${content}\n\n</details>`;
}
let MAX_CAUTION_LINES = 60;
let MAX_CAUTION_LINE_LENGTH = 1000;
function cautionBlock(message) {
    let all = message.split('\n');
    let left = all.length - MAX_CAUTION_LINES;
    let lines = all.slice(0, MAX_CAUTION_LINES).map((line)=>truncate(line, MAX_CAUTION_LINE_LENGTH));
    if (left > 0) lines.push(`… and ${pluralize(left, 'more line')}; see the log.`);
    let content = lines.flatMap((line, index)=>{
        if (line.startsWith('  ')) return [
            `- ${prose(line.trim()).text}`
        ];
        return index > 0 ? [
            '',
            prose(line).text
        ] : [
            prose(line).text
        ];
    });
    return [
        '[!CAUTION]',
        ...content
    ].map((line)=>`> ${line}`.trimEnd()).join('\n');
}
function joinSections(...sections) {
    return sections.map((section)=>section instanceof Markup ? section.text : section ?? '').filter((section)=>'' !== section).join('\n\n');
}
function page(...sections) {
    return `${joinSections(...sections)}\n\n`;
}
let SHA = /^[0-9a-f]{40}$/iu;
let cells_MAX_NAME_LENGTH = 60;
let MAX_ERROR_LENGTH = 1000;
let MAX_STATE_LENGTH = 300;
function serverCell({ key, name }) {
    return '' === name ? code(key) : markdown`${code(key)} ${truncate(name, cells_MAX_NAME_LENGTH)}`;
}
function snapshotCell({ key, name }) {
    return '' === name ? code(key) : markdown`${code(key)} ${nameCell(name)}`;
}
function nameCell(name) {
    if (SHA.test(name)) return markdown`before ${code(shortSha(name))}`;
    return markdown`${truncate(shortSha(name), cells_MAX_NAME_LENGTH)}`;
}
function takenCell({ createdAtMs }) {
    return void 0 === createdAtMs ? 'unknown' : dateTime(createdAtMs);
}
function failureCell({ parts }, subject) {
    let { summary, state, hint } = parts;
    let now = truncate(inOneLine(state), MAX_STATE_LENGTH);
    let isRepeated = summary.toLowerCase().startsWith(`${subject.toLowerCase()} `);
    let rest = isRepeated ? summary.slice(subject.length + 1) : summary;
    return prose([
        truncate(rest, MAX_ERROR_LENGTH),
        now,
        hint
    ].filter((text)=>'' !== text).join(' '));
}
function displayUrl(url) {
    let { host, pathname } = new URL(url);
    return code(truncate(`${host}${'/' === pathname ? '' : pathname}`, cells_MAX_NAME_LENGTH));
}
function joinOutputs(records, value) {
    return records.map(value).join(',');
}
function combineStatus(statuses, done) {
    return statuses.find((status)=>status !== done) ?? statuses[0] ?? '';
}
function toSeconds(ms) {
    return String(Math.round(ms / 1000));
}
function checkOutputs({ healthy, durationMs }) {
    return {
        healthy: String(healthy),
        duration_seconds: toSeconds(durationMs)
    };
}
function checkSummary({ url, healthy, lastResult, durationMs }) {
    let verdict = healthy ? '✅ VPS.org health check: healthy after' : '❌ VPS.org health check: not healthy within';
    return page(`### ${verdict} ${formatDuration(durationMs)}`, markdown`${displayUrl(url)}, last result: ${lastResult}`);
}
let CLEANUP_MS = 1400;
function setOutputs(report, { runner }) {
    for (let [name, value] of Object.entries(report.outputs()))runner.setOutput(name, value);
}
function tellPlan(lines, { runner }) {
    runner.endGroup();
    for (let line of lines)runner.info(line);
}
async function withReport(report, task, work) {
    let failure = await outcome(report, task, work);
    setOutputs(report, task);
    task.runner.endGroup();
    if (!failure) task.runner.info(report.verdict());
    await task.runner.summary(report.summary(failure));
    if (failure) throw failure;
}
async function outcome(report, task, work) {
    let { clock, signal } = task.session.context;
    let working = work();
    try {
        await abortable(working, signal);
        return report.failure();
    } catch (error) {
        if (signal.aborted) await settledWithin(working, clock.sleep(CLEANUP_MS, new AbortController().signal));
        if (error instanceof ActionError) return error;
        let isCancelled = error instanceof CancelledError;
        return new ActionError({
            summary: isCancelled ? error.message : `Unexpected error in the action: ${errorMessage(error)}`,
            state: report.stateLines(),
            hint: isCancelled ? report.afterCancel ?? 'Operations that have already started on VPS.org continue. Re-run the job if you still need the result.' : UNEXPECTED_HINT
        }, error);
    }
}
async function settledWithin(work, timeout) {
    await Promise.race([
        work.catch(()=>void 0),
        timeout
    ]);
}
async function checkRelease(task) {
    let { inputs, run, session, runner, http } = task;
    let { healthCheckUrl: url = '' } = inputs;
    let shownUrl = withoutQuery(url);
    let text = inputs.healthCheckText.replaceAll('{sha}', run.sha);
    let result = {
        isHealthy: false,
        lastResult: 'not requested yet',
        durationMs: 0
    };
    let data = ()=>({
            url,
            healthy: result.isHealthy,
            lastResult: result.lastResult,
            durationMs: result.durationMs
        });
    let report = {
        outputs: ()=>checkOutputs(data()),
        stateLines: ()=>[
                `Last result: ${result.lastResult}.`
            ],
        afterCancel: 'A health check changes nothing. Re-run the job if you still need the result.',
        failure: ()=>void 0,
        verdict: ()=>`✅ healthy for ${formatDuration(inputs.healthCheckStableMs)}: ${shownUrl}`,
        summary: ()=>checkSummary(data())
    };
    await withReport(report, task, async ()=>{
        runner.group(`Health check of ${shownUrl}`);
        let check = {
            url,
            text,
            timeoutMs: inputs.healthCheckTimeoutMs,
            stableMs: inputs.healthCheckStableMs
        };
        let { context, schedule, log } = session;
        let onProbe = (soFar)=>{
            result = soFar;
        };
        result = await checkHealth(check, {
            http,
            context,
            schedule,
            log,
            onProbe
        });
        if (result.isHealthy) return;
        let stay = check.stableMs > 0 ? `stay healthy for ${formatDuration(check.stableMs)}` : 'become healthy';
        throw new ActionError({
            summary: `${shownUrl} did not ${stay} within ${formatDuration(result.durationMs)}; last result: ${result.lastResult}.`,
            hint: 'The release is not healthy. Roll it back, or fix health_check_url or health_check_text if the check is wrong.'
        });
    });
}
let describe_MAX_NAME_LENGTH = 80;
function describeServer({ key, name }) {
    return '' === name ? `server ${key}` : `server ${key} (${truncate(sanitizeLine(name), describe_MAX_NAME_LENGTH)})`;
}
function quoteName(name) {
    return quote(shortSha(name));
}
function nameSnapshot({ key, name }) {
    return '' === name ? `snapshot ${key}` : `snapshot ${key} ${quoteName(name)}`;
}
function describeSnapshot(snapshot) {
    return `${nameSnapshot(snapshot)} on ${describeServer(snapshot.server)}`;
}
let TITLE = {
    delete: 'VPS.org delete',
    prune: 'VPS.org prune'
};
function deleteOutputs({ mode, records, gone }, { dryRun, durationMs }) {
    let duration_seconds = toSeconds(durationMs);
    if ('prune' === mode) return {
        pruned_ids: prunedIds(records, dryRun),
        duration_seconds
    };
    let statuses = records.map(({ stage })=>'deleted' === stage ? stage : '');
    return {
        snapshot_id: [
            ...records.map(({ target })=>target.key),
            ...gone
        ].join(','),
        snapshot_name: joinOutputs(records, ({ target })=>allowedInName(target.name)),
        status: combineStatus([
            ...statuses,
            ...gone.map(()=>'deleted')
        ], 'deleted'),
        duration_seconds
    };
}
function prunedIds(records, dryRun) {
    let deleted = records.filter(({ stage })=>'deleted' === stage || dryRun);
    return JSON.stringify(deleted.map(({ target })=>toJsonId(target.key)));
}
function deleteStateLines({ records, gone }) {
    let lines = [
        ...records.map(deleteStateLine),
        ...gone.map(goneLine)
    ];
    return lines.length > 0 ? lines : [
        'Nothing was deleted.'
    ];
}
function deleteStateLine({ target, stage, failure }) {
    if (failure) return failure.parts.summary;
    let subject = capitalize(describeSnapshot(target));
    if ('deleted' === stage) return `${subject} was deleted.`;
    return 'checked' === stage ? `${subject} was not deleted.` : `${subject} may have been deleted.`;
}
function goneLine(id) {
    return `Snapshot ${id} no longer exists.`;
}
function deletePlan({ records, decisions, gone }) {
    let decided = new Set(decisions.map(({ snapshot })=>snapshot.key));
    let lines = [
        ...records.filter(({ target })=>!decided.has(target.key)).map(({ target, reason })=>`Would delete ${describeSnapshot(target)}${reason && `: ${reason}`}`),
        ...decisions.map(decisionLine),
        ...gone.map(goneLine)
    ];
    return [
        'Dry run: only read requests were sent.',
        ...lines.length > 0 ? lines : [
            'There is nothing to delete.'
        ]
    ];
}
function decisionLine({ snapshot, stays, reason }) {
    return `Would ${stays ? 'keep' : 'delete'} ${describeSnapshot(snapshot)}: ${reason}`;
}
function deleteFailure({ records }) {
    return combineFailures(records.map(({ target, failure })=>({
            failure,
            label: target.key
        })), 'snapshot', [
        'could not be deleted',
        'could not be deleted'
    ], {
        title: 'Deleted',
        verb: 'were deleted'
    });
}
function deleteVerdict(data, { dryRun }) {
    if (data.records.some(({ failure })=>failure)) return '';
    if (dryRun) return '✅ dry run: nothing was changed';
    let [first, ...others] = data.records;
    return `✅ ${first && 0 === others.length ? `${describeSnapshot(first.target)} deleted` : verdict(data)}`;
}
function deleteSummary(data, { dryRun }, failure) {
    let { mode, records, decisions, gone } = data;
    let own = deleteFailure(data);
    let error = failure ?? own;
    return page(`### ${error ? '❌' : '✅'} ${TITLE[mode]}: ${headline(data, dryRun, error)}`, error && (records.length <= 1 || error.message !== own?.message) ? cautionBlock(error.message) : '', deleteSection(records, dryRun, false), gone.length > 0 ? markdown`No longer there: ${gone.join(', ')}` : '', dryRun ? decisionTable(decisions) : '');
}
function headline(data, dryRun, error) {
    let { records } = data;
    let failed = records.filter(({ failure })=>failure).length;
    if (!error) return dryRun ? 'dry run, nothing was changed' : verdict(data);
    return records.length > 1 && failed > 0 ? `${failed} of ${pluralize(records.length, 'snapshot')} not deleted` : 'failed';
}
function verdict({ records }) {
    return 0 === records.length ? 'nothing to delete' : `${pluralize(records.length, 'snapshot')} deleted`;
}
let FAILURE_COLUMNS = [
    {
        head: 'Server'
    },
    {
        head: 'Snapshot'
    },
    {
        head: 'Result'
    }
];
let COLUMNS = [
    {
        head: 'Server'
    },
    {
        head: 'Snapshot'
    },
    {
        head: 'Taken (UTC)'
    },
    {
        head: 'Size',
        align: 'right'
    },
    {
        head: 'Result'
    }
];
let MAX_OPEN_ROWS = 10;
function deleteSection(records, dryRun, isFolded) {
    let failures = records.flatMap(({ target, failure })=>failure ? [
            [
                ...names(target),
                markdown`❌ ${failureCell(failure, describeSnapshot(target))}`
            ]
        ] : []);
    let others = records.filter(({ failure })=>!failure);
    let rows = others.map(({ target, reason, stage })=>[
            ...names(target),
            takenCell(target),
            formatSize(target.sizeMb),
            resultCell(stage, reason, dryRun)
        ]);
    let deleted = others.filter(({ stage })=>'deleted' === stage).length;
    let count = dryRun || deleted === others.length ? '' : `${deleted} of `;
    let title = `${count}${pluralize(others.length, 'snapshot')} ${dryRun ? 'would be deleted' : 'deleted'}`;
    let list = rows.length > 0 ? table(COLUMNS, rows) : '';
    return joinSections(failures.length > 0 ? table(FAILURE_COLUMNS, failures) : '', rows.length > (isFolded ? 0 : MAX_OPEN_ROWS) ? details(markdown`<b>${title}</b>`, list) : list);
}
function names({ server, ...snapshot }) {
    return [
        serverCell(server),
        snapshotCell(snapshot)
    ];
}
function resultCell(stage, reason, dryRun) {
    let stages = {
        checked: 'not deleted',
        requested: 'unknown',
        deleted: 'deleted',
        failed: 'failed'
    };
    let result = dryRun ? 'would be deleted' : stages[stage];
    return '' === reason ? result : `${result}: ${reason}`;
}
let DECISION_COLUMNS = [
    {
        head: 'Server'
    },
    {
        head: 'Snapshot'
    },
    {
        head: 'Taken (UTC)'
    },
    {
        head: 'Retention'
    }
];
function decisionTable(decisions) {
    if (0 === decisions.length) return '';
    let rows = decisions.map(({ snapshot, stays, reason })=>[
            ...names(snapshot),
            takenCell(snapshot),
            `${stays ? 'stays' : '🗑️ would be deleted'}: ${reason}`
        ]);
    return table(DECISION_COLUMNS, rows);
}
let resolve_MAX_LISTED = 10;
let resolve_UNREADABLE = '';
async function resolveServers(ids, { api, warn }, deadline) {
    let servers = await find(ids, api, deadline);
    if (void 0 === servers) {
        warn(`This token is not allowed to read servers. Continuing with ${formatServerIds(ids)} as given, without knowing whether ${1 === ids.length ? 'it exists or what its status is' : 'they exist or what their status is'}. Create a token with the permission servers:*.`);
        return {
            servers: ids.map((key)=>({
                    key,
                    name: '',
                    status: resolve_UNREADABLE
                })),
            readable: false
        };
    }
    let twice = servers.find((server, index)=>servers.findIndex((other)=>isSame(other, server)) < index);
    if (twice) throw new ActionError({
        summary: `server_id lists ${describeServer(twice)} twice, by its integer ID and by its UUID. Nothing was changed.`,
        hint: 'List each server once, by its integer ID or its UUID.'
    });
    return {
        servers,
        readable: true
    };
}
async function find(ids, api, deadline) {
    try {
        let [only] = ids;
        if (void 0 !== only && 1 === ids.length) {
            let server = await api.getServer(only, deadline);
            if (server) return [
                server
            ];
        }
        let { items } = await api.listServers(deadline);
        let missing = ids.filter((id)=>!items.some((server)=>isNamedBy(server, id)));
        if (missing.length > 0) throw notVisible(missing, items);
        return ids.flatMap((id)=>items.find((server)=>isNamedBy(server, id)) ?? []);
    } catch (error) {
        if (isRefusal(error) && !(error instanceof UnauthorizedError)) return;
        throw toActionError(error, `Reading ${formatServerIds(ids)}`, 'Nothing was changed.');
    }
}
function notVisible(missing, visible) {
    let rest = visible.length - resolve_MAX_LISTED;
    return new ActionError({
        summary: `This token has no access to ${formatServerIds(missing)} (or ${1 === missing.length ? 'it does' : 'they do'} not exist). Nothing was changed.`,
        state: 0 === visible.length ? 'This token can see no servers.' : [
            'This token can see:',
            ...visible.slice(0, resolve_MAX_LISTED).map((server)=>`  ${describeServer(server)}`),
            ...rest > 0 ? [
                `  and ${rest} more`
            ] : []
        ],
        hint: 'Check server_id, and that the token belongs to the account that owns the server.'
    });
}
function createServerReader(servers, api) {
    let [only] = servers;
    let hasDetail;
    return async (deadline)=>{
        if (only && 1 === servers.length && false !== hasDetail) {
            let server = await api.getServer(only.uuid ?? only.key, deadline);
            if (server) hasDetail = true;
            if (server) return [
                server
            ];
        }
        let { items } = await api.listServers(deadline);
        if (only && void 0 === hasDetail && items.some((server)=>isSame(server, only))) hasDetail = false;
        return items;
    };
}
let LIST_GRACE_MS = 60_000;
let MAX_SENDS = 5;
let DELETING = [
    'deleting',
    'deleted'
];
async function deleteAll(records, session, deadline) {
    for (let record of records){
        let { target } = record;
        try {
            if (session.isRestoreSource(target)) throw inUse(target);
            record.stage = 'requested';
            let result = await deleteOnce(target, session, deadline);
            record.stage = 'deleted';
            session.log(`✓ ${describeSnapshot(target)} ${'gone' === result ? 'was already deleted' : 'deleted'}`);
        } catch (error) {
            let doing = `Deleting ${describeSnapshot(target)}`;
            record.failure = toActionError(error, doing, 'The snapshot most likely still exists.');
            record.stage = 'failed';
            session.log(`✗ ${record.failure.parts.summary}`);
        }
    }
}
function inUse(target) {
    return new ActionError({
        summary: `${describeSnapshot(target)} was not deleted: a step of this job started to restore the server from it, and the server has not been seen active since.`,
        state: 'The snapshot still exists. VPS.org may still be restoring from it.',
        hint: 'Check the server in the VPS.org control panel; once it is active, delete the snapshot if you no longer need it.'
    });
}
async function deleteOnce(target, session, deadline) {
    for(let send = 1;; send += 1){
        let result = await session.api.deleteSnapshot(target, deadline);
        if ('deleted' === result) return 'deleted';
        if (await isGone(target, session, deadline)) return 'gone' === result ? 'gone' : 'deleted';
        if (!('accepted' === result && send < MAX_SENDS && deadline.leftMs() > 0)) throw new ActionError({
            summary: `${describeSnapshot(target)} was not deleted: DELETE ${'gone' === result ? 'returned 404' : 'was accepted'}, but the snapshot is still listed.`,
            state: 'The snapshot still exists.',
            hint: 'Check that the token is allowed to delete snapshots, or delete this one in the VPS.org control panel.'
        });
    }
}
async function isGone(target, { api, pollingApi, context, schedule, log }, deadline) {
    let isIn = ({ items })=>items.some((one)=>isSame(one, target) && !DELETING.includes(one.status));
    let isListed = isIn(await api.listSnapshots(target.server, deadline));
    if (!isListed) return true;
    let poller = new Poller({
        read: async (until)=>await pollingApi.listSnapshots(target.server, until),
        schedule,
        onProgress: ()=>log(`  ${describeSnapshot(target)} is still listed`),
        onError: (error)=>log(`  The list of snapshots cannot be read right now: ${errorMessage(error)}`)
    }, context);
    await poller.until((list, { requestedMs })=>{
        isListed = isIn(list);
        return !isListed || requestedMs >= LIST_GRACE_MS;
    }, deadline);
    return !isListed;
}
let COMPLETED = 'completed';
let IN_PROGRESS = 'in_progress';
let FAILED = [
    'failed',
    'failure',
    'error',
    'errored',
    'cancelled',
    'canceled',
    'deleted',
    'deleting'
];
let ACTIVE = 'active';
let STOPPED = 'stopped';
let UNKNOWN = 'unknown';
let SUSPENDED = 'suspended';
let RESTORING = 'restoring';
function isCompleted({ status }) {
    return status === COMPLETED;
}
function hasFailed({ status }) {
    return FAILED.includes(status);
}
function isUnfinished(snapshot) {
    return !isCompleted(snapshot) && !hasFailed(snapshot);
}
function isUndocumented(snapshot) {
    return isUnfinished(snapshot) && snapshot.status !== IN_PROGRESS;
}
function isBroken({ status }) {
    return status === SUSPENDED || FAILED.includes(status);
}
let BEFORE_ROLLBACK = 'before-rollback';
let MARKER = /^\[vps-snapshot:1:(?<repository>[0-9a-f]{16}):(?<series>[0-9a-f]{16}):(?<step>[0-9a-f]{16}):(?<runId>\d{1,20}):(?<attempt>\d{1,9})\]/u;
let SERIES_NAME = /^\[[^\]]{1,120}\] \S{1,200} series ("(?:[^"\\]|\\.){0,400}")/u;
function marker_hash(...parts) {
    return (0, process.getBuiltinModule("node:crypto").createHash)('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
}
function repositoryHash({ serverUrl, repositoryId, repository }) {
    return marker_hash(serverUrl.toLowerCase(), '' === repositoryId ? repository.toLowerCase() : repositoryId);
}
function seriesHash(series) {
    return marker_hash(series);
}
function defaultSeries({ workflow, job }) {
    return `${workflow}/${job}`;
}
function markerOf({ run, series, template }, server) {
    return {
        repository: repositoryHash(run),
        series: seriesHash(series),
        step: marker_hash(run.runId, run.job, run.jobIndex, run.action, template, server.key.toLowerCase()),
        runId: run.runId,
        attempt: run.attempt ?? 0
    };
}
function formatDescription(origin, server, text) {
    let { repository, series, step, runId, attempt } = markerOf(origin, server);
    let marker = `[vps-snapshot:1:${repository}:${series}:${step}:${runId}:${attempt}]`;
    let { run } = origin;
    let head = `${marker} ${run.repository}@${run.sha.slice(0, 7)} series ${JSON.stringify(origin.series)}`;
    return '' === text ? head : `${head}\n${text}`;
}
function readMarker({ description }) {
    let groups = MARKER.exec(description)?.groups;
    if (!groups) return;
    let { repository = '', series = '', step = '', runId = '', attempt = '' } = groups;
    return {
        repository,
        series,
        step,
        runId,
        attempt: Number(attempt)
    };
}
function seriesLabel({ description }) {
    let hashed = readMarker({
        description
    })?.series ?? '';
    let [, name] = SERIES_NAME.exec(description) ?? [];
    if (void 0 === name) return hashed;
    try {
        let series = String(JSON.parse(name));
        return seriesHash(series) === hashed ? quote(series) : hashed;
    } catch  {
        return hashed;
    }
}
function isManaged(snapshot, { repository }) {
    return readMarker(snapshot)?.repository === repository;
}
function isOfSeries(snapshot, own) {
    let marker = readMarker(snapshot);
    return marker?.repository === own.repository && marker.series === own.series;
}
function isOfAnySeries(snapshot, own, series) {
    let marker = readMarker(snapshot);
    if (marker?.repository !== own.repository) return false;
    return void 0 === series ? marker.series !== seriesHash(BEFORE_ROLLBACK) : marker.series === series;
}
function isOfRun(snapshot, own) {
    let marker = readMarker(snapshot);
    return marker?.repository === own.repository && marker.runId === own.runId;
}
function marker_isOfStep(snapshot, own) {
    let marker = readMarker(snapshot);
    return marker?.repository === own.repository && marker.step === own.step && marker.series === own.series;
}
function isOfAttempt(snapshot, own) {
    return marker_isOfStep(snapshot, own) && readMarker(snapshot)?.attempt === own.attempt;
}
function isLaterRelease(other, snapshot, own) {
    let marker = readMarker(other);
    if (!marker || hasFailed(other) || !isOfSeries(other, own) || marker.runId === own.runId) return false;
    if (void 0 === other.createdAtMs || void 0 === snapshot.createdAtMs) return Number(marker.runId) > Number(own.runId);
    return other.createdAtMs > snapshot.createdAtMs;
}
function laterRelease(snapshot, snapshots) {
    let own = readMarker(snapshot);
    if (own?.series === seriesHash(BEFORE_ROLLBACK)) return;
    return own && snapshots.find((other)=>isLaterRelease(other, snapshot, own));
}
function byAge(a, b) {
    return (a.createdAtMs ?? 0) - (b.createdAtMs ?? 0) || Number(a.key) - Number(b.key) || 0;
}
async function readSnapshots(servers, api, deadline) {
    return await api.listSnapshots(1 === servers.length ? servers[0] : void 0, deadline);
}
function ofServer(list, server) {
    return list.filter((snapshot)=>isSame(snapshot.server, server)).map((snapshot)=>({
            ...snapshot,
            server
        })).sort(byAge);
}
async function listByServer(servers, { api, warn }, deadline, state) {
    try {
        let list = await readSnapshots(servers, api, deadline);
        if (list.unreadable > 0) {
            let limit = 1 === servers.length ? ', and count towards the limit' : '';
            warn(`The list of snapshots has items that cannot be read. They are skipped${limit}.`);
        }
        if (list.items.some(({ server })=>servers.some((own)=>isIncomparable(own, server)))) {
            let whose = formatServers(servers.map(({ key })=>key));
            warn(`Some listed snapshots identify their server by a different form of ID than server_id, so it is unclear whether they belong to ${whose}. They are ignored. Set server_id to the form that the list shows: an integer or a UUID.`);
        }
        return groupByServer(list, servers);
    } catch (error) {
        throw toActionError(error, readingSnapshots(servers), state);
    }
}
function readingSnapshots(servers) {
    return `Reading the snapshots of ${formatServerIds(servers.map(({ key })=>key))}`;
}
function groupByServer({ items, unreadable }, servers) {
    let counted = 1 === servers.length ? unreadable : 0;
    let unambiguous = withoutAmbiguous(items);
    return new Map(servers.map((server)=>{
        let snapshots = ofServer(unambiguous, server);
        let ambiguous = ofServer(items, server).length - snapshots.length;
        return [
            server.key,
            {
                snapshots,
                unreadable: counted + ambiguous
            }
        ];
    }));
}
function withoutAmbiguous(list) {
    let counts = new Map();
    for (let { key } of list)counts.set(key.toLowerCase(), (counts.get(key.toLowerCase()) ?? 0) + 1);
    return list.filter(({ key })=>1 === counts.get(key.toLowerCase()));
}
function snapshotsOf(all, server) {
    return all.get(server.key) ?? {
        snapshots: [],
        unreadable: 0
    };
}
let retention_DAY_MS = 86_400_000;
function isDated(snapshot) {
    return isCompleted(snapshot) && void 0 !== snapshot.createdAtMs;
}
function dayOf(atMs) {
    return new Date(atMs).toISOString().slice(0, 10);
}
function isoWeekOf(atMs) {
    let weekday = (new Date(atMs).getUTCDay() + 6) % 7;
    let thursdayMs = atMs + (3 - weekday) * retention_DAY_MS;
    let year = new Date(thursdayMs).getUTCFullYear();
    let week = 1 + Math.floor((thursdayMs - Date.UTC(year, 0, 1)) / (7 * retention_DAY_MS));
    return `${year}-W${String(week).padStart(2, '0')}`;
}
function hasPolicy({ keep, keepDaily, keepWeekly }) {
    return [
        keep,
        keepDaily,
        keepWeekly
    ].some((count)=>void 0 !== count);
}
function decideRetention(snapshots, policy, runId, { taken, comingAtMs } = {}) {
    let own = void 0 === taken ? void 0 : snapshots.find((snapshot)=>isNamedBy(snapshot, taken));
    let dated = snapshots.filter(isDated).sort((a, b)=>b.createdAtMs - a.createdAtMs || Number(b === own) - Number(a === own) || byAge(b, a)).map((snapshot)=>({
            atMs: snapshot.createdAtMs,
            snapshot
        }));
    let coming = void 0 === comingAtMs ? [] : [
        {
            atMs: comingAtMs
        }
    ];
    let reasons = keptBy([
        ...coming,
        ...dated
    ], policy);
    return snapshots.map((snapshot)=>{
        let reason = isDated(snapshot) ? reasons.get(snapshot) ?? protection(snapshot, own, runId) : isCompleted(snapshot) ? 'its age is unknown' : `not completed (${snapshot.status})`;
        return {
            snapshot,
            stays: void 0 !== reason,
            reason: reason ?? `beyond ${policyText(policy)}`
        };
    });
}
function protection(snapshot, own, runId) {
    if (snapshot === own) return 'the snapshot of this step';
    if (readMarker(snapshot)?.runId === runId) return 'taken by this run';
    return own && isNewer(snapshot, own) ? "newer than this step's snapshot" : void 0;
}
function isNewer(snapshot, own) {
    if (void 0 !== own.createdAtMs) return snapshot.createdAtMs > own.createdAtMs;
    let marker = readMarker(own);
    return void 0 !== marker && isLaterRelease(snapshot, own, marker);
}
function keptBy(newestFirst, { keep, keepDaily, keepWeekly }) {
    let reasons = new Map();
    let add = ({ snapshot }, reason)=>{
        if (snapshot && !reasons.has(snapshot)) reasons.set(snapshot, reason);
    };
    for (let entry of newestFirst.slice(0, keep ?? 0))add(entry, `among the newest ${keep} (keep)`);
    for (let [day, entry] of newestOfEach(newestFirst, dayOf, keepDaily))add(entry, `newest of ${day} (keep_daily)`);
    for (let [week, entry] of newestOfEach(newestFirst, isoWeekOf, keepWeekly))add(entry, `newest of ${week} (keep_weekly)`);
    let [first] = newestFirst;
    if (first) add(first, 'the newest of its series');
    return reasons;
}
function newestOfEach(newestFirst, periodOf, count) {
    let newest = new Map();
    for (let entry of newestFirst){
        let period = periodOf(entry.atMs);
        if (!newest.has(period)) newest.set(period, entry);
    }
    return [
        ...newest
    ].slice(0, count ?? 0);
}
function policyText({ keep, keepDaily, keepWeekly }) {
    return Object.entries({
        keep,
        keep_daily: keepDaily,
        keep_weekly: keepWeekly
    }).flatMap(([name, count])=>void 0 === count ? [] : `${name}: ${count}`).join(', ');
}
function ofSeries(snapshots, own) {
    return snapshots.filter((snapshot)=>isOfSeries(snapshot, own));
}
function decidePrune(snapshots, policy, own, series) {
    let ofSeries = snapshots.filter((snapshot)=>isOfAnySeries(snapshot, own, series));
    let groups = Map.groupBy(ofSeries, (snapshot)=>readMarker(snapshot)?.series);
    let decided = [
        ...groups.values()
    ].flatMap((group)=>decideRetention(group, policy, own.runId));
    return withOthers(snapshots, decided, own);
}
function withOthers(snapshots, decided, own) {
    return snapshots.map((snapshot)=>decided.find((decision)=>decision.snapshot === snapshot) ?? {
            snapshot,
            stays: true,
            reason: isManaged(snapshot, own) ? `another series (${seriesLabel(snapshot)})` : 'not created by this repository'
        });
}
function oldestReplaceable(series, runId, mayReplaceAny) {
    let dated = series.filter(isDated).sort((a, b)=>byAge(b, a));
    if (mayReplaceAny) return dated.at(-1);
    return dated.slice(1).findLast((snapshot)=>readMarker(snapshot)?.runId !== runId);
}
function failedOnes(series) {
    return series.filter((snapshot)=>hasFailed(snapshot) && (snapshot.sizeMb ?? 0) === 0);
}
let MAX_SNAPSHOTS = 5;
let STALE_SERIES_MS = 2592000000;
function planRoom({ snapshots, unreadable }, own, { policy, onLimit, mayReplaceAny = false, sources = [] }, needed) {
    let series = ofSeries(snapshots, own).filter((snapshot)=>!sources.some(({ key })=>key === snapshot.key));
    let deletes = [];
    let remaining = ()=>snapshots.filter((snapshot)=>!deletes.some(({ target })=>target === snapshot));
    let isCrowded = ()=>remaining().length + unreadable + needed > MAX_SNAPSHOTS;
    let isFull = ()=>countWithoutFailed(remaining()) + unreadable + needed > MAX_SNAPSHOTS;
    let add = (target, reason)=>deletes.push({
            target,
            reason,
            stage: 'checked'
        });
    if (isCrowded()) for (let failed of failedOnes(series))add(failed, 'failed; it only takes up a slot');
    if (isFull() && hasPolicy(policy)) {
        let expired = decideRetention(series, policy, own.runId).filter(({ stays })=>!stays);
        for (let { snapshot, reason } of expired)if (isFull()) add(snapshot, reason);
    }
    while(isFull() && 'replace_oldest' === onLimit){
        let left = series.filter((snapshot)=>remaining().includes(snapshot));
        let oldest = oldestReplaceable(left, own.runId, mayReplaceAny);
        if (!oldest) break;
        add(oldest, 'the oldest of its series (on_limit: replace_oldest)');
    }
    let isEnough = !isFull();
    return {
        deletes: isEnough ? deletes : [],
        isEnough
    };
}
function countWithoutFailed(snapshots) {
    return snapshots.filter((snapshot)=>!hasFailed(snapshot)).length;
}
function neededIfFull({ snapshots, unreadable }) {
    return Math.max(1, MAX_SNAPSHOTS + 1 - countWithoutFailed(snapshots) - unreadable);
}
function foresee(there, own, rules, newest) {
    let replaced = void 0 === newest.taken ? planRoom(there, own, rules, 1).deletes : [];
    let rest = there.snapshots.filter(({ key })=>!replaced.some(({ target })=>target.key === key));
    let decisions = hasPolicy(rules.policy) ? withOthers(rest, decideRetention(ofSeries(rest, own), rules.policy, own.runId, newest), own) : [];
    let expired = decisions.filter(({ stays })=>!stays);
    let snapshots = rest.filter(({ key })=>!expired.some(({ snapshot })=>snapshot.key === key));
    return {
        replaced,
        decisions,
        left: {
            ...there,
            snapshots
        }
    };
}
function replacementOffer(there, own, policy) {
    let { deletes, isEnough } = planRoom(there, own, {
        policy,
        onLimit: 'replace_oldest'
    }, neededIfFull(there));
    return isEnough ? deletes : void 0;
}
function limitError(full, { policy, onLimit }, nowMs, { problem = `reached the limit of ${MAX_SNAPSHOTS} snapshots. No snapshot was created`, more = '', needed = 1 } = {}) {
    let offers = full.map(({ there, own })=>replacementOffer(there, own, policy));
    let victims = offers.flatMap((offer)=>offer ?? []).map(({ target })=>describeSnapshot(target));
    let isOffered = 'fail' === onLimit && offers.every((offer)=>void 0 !== offer);
    let offer = isOffered ? `; or set \`on_limit: replace_oldest\`, which would delete ${victims.join(', ')}` : '';
    let servers = capitalize(formatServerIds(full.map(({ server })=>server.key)));
    let has = 1 === full.length ? 'has' : 'have';
    let missing = Math.max(1, ...full.map(({ there, own })=>missingSlots(there, own, policy, needed)));
    return new ActionError({
        summary: `${servers} ${has} ${problem}.${more}`,
        state: full.flatMap(({ server, there, own })=>[
                `Snapshots on server ${server.key}:`,
                ...formatSnapshotList(there, own, nowMs),
                ...staleSeries(there, own, nowMs),
                ...spareSafetySnapshots(there, own)
            ]),
        hint: `Delete ${1 === missing ? 'one' : missing} you no longer need${1 === full.length ? '' : ' on each'}, either with \`mode: delete\` or in the VPS.org control panel${offer}.`
    });
}
function missingSlots(there, own, policy, needed) {
    let rules = {
        policy,
        onLimit: 'fail'
    };
    let fitting = Array.from({
        length: needed
    }, (_, count)=>count).filter((count)=>planRoom(there, own, rules, count).isEnough);
    return needed - Math.max(0, ...fitting);
}
function formatSnapshotList({ snapshots, unreadable }, own, nowMs) {
    let lines = snapshots.map((snapshot)=>{
        let { key, name, status, createdAtMs, sizeMb } = snapshot;
        let owner = isManaged(snapshot, own) ? `created by this repository, series ${seriesLabel(snapshot)}` : 'created elsewhere';
        return `  ${key} ${quoteName(name)}, ${status}, ${formatAge(createdAtMs, nowMs)}, ${formatSize(sizeMb)}, ${owner}`;
    });
    if (unreadable > 0) lines.push(`  and ${unreadable} that cannot be read`);
    return lines.length > 0 ? lines : [
        '  none'
    ];
}
function spareSafetySnapshots({ snapshots }, own) {
    let spare = ofSeries(snapshots, {
        ...own,
        series: seriesHash(BEFORE_ROLLBACK)
    }).filter((snapshot)=>isCompleted(snapshot) && readMarker(snapshot)?.runId !== own.runId);
    if (spare.length < 2) return [];
    return [
        `${spare.length} of the snapshots on the server are safety snapshots of earlier runs: \`mode: prune\` with \`series: ${BEFORE_ROLLBACK}\` and \`keep: 1\` deletes all but the newest.`
    ];
}
function staleSeries({ snapshots }, own, nowMs) {
    let managed = snapshots.filter((snapshot)=>isManaged(snapshot, own));
    let groups = [
        ...Map.groupBy(managed, (snapshot)=>readMarker(snapshot)?.series).values()
    ];
    return groups.flatMap((group)=>{
        let isStale = group.every(({ createdAtMs })=>void 0 !== createdAtMs && nowMs - createdAtMs > STALE_SERIES_MS);
        let [first] = group;
        return isStale && first ? [
            `No workflow has written to series ${seriesLabel(first)} for 30 days.`
        ] : [];
    });
}
let SNAPSHOT_DURATION = {
    words: '3–15 min',
    maxMs: 900000
};
let STUCK_MS = 3600000;
let STEADY_READINGS = 3;
function createSnapshotPoller(servers, { pollingApi, context, schedule, log }, progress) {
    return new Poller({
        read: (deadline)=>readSnapshots(servers, pollingApi, deadline),
        schedule,
        onProgress: (waitedMs)=>log(progress(waitedMs)),
        onError: (error)=>log(`  The list of snapshots cannot be read right now; still waiting: ${errorMessage(error)}`)
    }, context);
}
async function waitForSnapshot(record, poller, session, deadline, { onChange, nextSteps }) {
    let { clock } = session.context;
    let startedMs = clock.monotonicMs();
    let first = record.snapshot;
    if (!first) return;
    let snapshot = first;
    let isListed = false;
    let missingSinceMs;
    let failure;
    let waitedMs = ()=>clock.monotonicMs() - startedMs;
    let judge = (isNew)=>{
        if (hasFailed(snapshot)) failure = failed(snapshot, waitedMs(), nextSteps);
        else if (isUnfinished(snapshot) && isNew) session.log(`  ${statusLine(snapshot)}`);
        return void 0 !== failure || isCompleted(snapshot);
    };
    let isDone = ({ items, unreadable }, { requestedMs })=>{
        let seen = items.find((one)=>isSame(one, snapshot) && isSame(one.server, record.server));
        if (!seen) {
            missingSinceMs ??= isListed ? requestedMs : 0;
            if (requestedMs - missingSinceMs >= LIST_GRACE_MS) failure = disappeared(snapshot, isListed, unreadable, waitedMs(), nextSteps);
            return void 0 !== failure;
        }
        let isNew = seen.status !== snapshot.status;
        snapshot = {
            ...seen,
            server: record.server
        };
        isListed = true;
        missingSinceMs = void 0;
        record.snapshot = snapshot;
        let isOver = judge(isNew);
        if (isNew) onChange();
        return isOver;
    };
    let isOver = judge(isUndocumented(first)) || await poller.until(isDone, deadline);
    if (!isOver) failure = timedOut(snapshot, waitedMs(), nextSteps);
    if (failure) throw failure;
    session.log(`✓ snapshot ${snapshot.key} on ${describeServer(snapshot.server)} completed in ${formatDuration(waitedMs())}, ${formatSize(snapshot.sizeMb)}`);
}
function statusLine(snapshot) {
    let note = isUndocumented(snapshot) ? ', an undocumented status; treating it as still in progress' : '';
    return `snapshot ${snapshot.key} on ${describeServer(snapshot.server)}, status: ${snapshot.status}${note}`;
}
function failed(snapshot, waitedMs, { takeAnother }) {
    return new ActionError({
        summary: `${describeSnapshot(snapshot)} ended with status "${snapshot.status}" after ${formatDuration(waitedMs)}.`,
        state: 'This snapshot cannot be restored.',
        hint: `Check the server in the VPS.org control panel, then ${takeAnother}.`
    });
}
function disappeared(snapshot, isListed, unreadable, waitedMs, { takeAnother }) {
    let summary = isListed ? `${describeSnapshot(snapshot)} disappeared from the snapshot list after ${formatDuration(waitedMs)}; its last status was "${snapshot.status}".` : `${describeSnapshot(snapshot)} was accepted, but did not appear in the snapshot list within ${formatDuration(waitedMs)}.`;
    return new ActionError({
        summary,
        state: [
            'This step has no snapshot that can be restored.',
            ...unreadable > 0 ? [
                `It may be one of ${pluralize(unreadable, 'item')} in the list that cannot be read.`
            ] : []
        ],
        hint: `Check in the VPS.org control panel whether somebody deleted it, then ${takeAnother}.`
    });
}
function timedOut(snapshot, waitedMs, { afterTimeout }) {
    return new ActionError({
        summary: `${describeSnapshot(snapshot)} has not completed after ${formatDuration(waitedMs)} (timeout_minutes); its status is "${snapshot.status}".`,
        state: 'VPS.org is still working on it; it may still complete.',
        hint: afterTimeout
    });
}
function isInTheWay(snapshot, nowMs) {
    let { createdAtMs } = snapshot;
    return isUnfinished(snapshot) && void 0 !== createdAtMs && nowMs - createdAtMs <= STUCK_MS;
}
function mayBeStuck(snapshot, nowMs) {
    return isUnfinished(snapshot) && !isInTheWay(snapshot, nowMs);
}
function stuckHint(stuck) {
    let start = 1 === stuck.length ? 'If it is stuck, delete it' : 'If they are stuck, delete them';
    return `${start} with \`mode: delete\` and snapshot_id: ${stuck.map(({ key })=>key).join(', ')}, or in the VPS.org control panel`;
}
async function waitWhileRestoring(server, poller, { log }, deadline, then) {
    if (server.status !== RESTORING) return server.status;
    log(`  ${describeServer(server)} is being restored; waiting for that to finish`);
    let steady = 0;
    let status = RESTORING;
    let isSteady = await poller.until((servers)=>{
        status = servers.find((one)=>isSame(one, server))?.status ?? RESTORING;
        steady = status === RESTORING ? 0 : steady + 1;
        return steady >= STEADY_READINGS;
    }, deadline);
    if (isSteady) return status;
    throw new ActionError({
        summary: `${describeServer(server)} is still being restored after ${formatDuration(deadline.timeoutMs)} (timeout_minutes). ${then}`,
        state: 'The restore continues. The server will be down until it has finished.',
        hint: 'Check the server in the VPS.org control panel, then re-run the job.'
    });
}
async function waitForOtherSnapshot(server, there, poller, { context, log }, deadline) {
    let { clock } = context;
    let startMs = clock.now() - clock.monotonicMs();
    let inTheWay = (snapshots)=>snapshots.find((snapshot)=>isInTheWay(snapshot, startMs + clock.monotonicMs()));
    let other = inTheWay(there);
    if (!other) {
        for (let stuck of there.filter((snapshot)=>mayBeStuck(snapshot, clock.now()))){
            let age = void 0 === stuck.createdAtMs ? 'its age is unknown' : 'it is over 60 min old';
            log(`  Not waiting for ${describeSnapshot(stuck)}, status ${stuck.status}: ${age}, and it may be stuck. ${stuckHint([
                stuck
            ])}.`);
        }
        return false;
    }
    log(`  ${describeSnapshot(other)} is in progress; waiting for it before creating another`);
    let isQuiet = await poller.until(({ items })=>{
        other = inTheWay(ofServer(items, server));
        return void 0 === other;
    }, deadline);
    if (isQuiet || !other) return true;
    throw new ActionError({
        summary: `${describeSnapshot(other)} is still in progress after ${formatDuration(deadline.timeoutMs)} (timeout_minutes). No other snapshot was created.`,
        state: 'The server was not changed.',
        hint: 'Check that snapshot in the VPS.org control panel; delete it if it is stuck, then re-run the job.'
    });
}
async function readNamed(servers, named, session, deadline) {
    let there = await listByServer(servers, session, deadline, 'Nothing was changed.');
    if (0 === missingIn(listedOn(servers, there), named).length) return {
        there,
        everywhere: {
            items: [],
            unreadable: 0
        }
    };
    let everywhere = await readEverywhere(servers, session, deadline);
    return {
        there: withSeen(servers, there, named, everywhere.items),
        everywhere
    };
}
function listedOn(servers, there) {
    return servers.flatMap((server)=>snapshotsOf(there, server).snapshots);
}
function missingIn(list, named) {
    return named.filter(({ id })=>!list.some((snapshot)=>isNamedBy(snapshot, id)));
}
function withSeen(servers, there, named, seen) {
    let added = named.flatMap(({ id })=>{
        let [snapshot, ...others] = seen.filter((one)=>isNamedBy(one, id));
        return snapshot && 0 === others.length ? snapshot : [];
    });
    return new Map(servers.map((server)=>{
        let { snapshots, unreadable } = snapshotsOf(there, server);
        let missing = ofServer(added, server).filter((one)=>!snapshots.some((other)=>isSame(one, other)));
        return [
            server.key,
            {
                snapshots: [
                    ...snapshots,
                    ...missing
                ].sort(byAge),
                unreadable
            }
        ];
    }));
}
function findNamed(servers, { there, everywhere }, named, objection) {
    let found = [];
    let problems = [];
    let listed = listedOn(servers, there);
    for (let { id, server: said } of named){
        let snapshot = listed.find((one)=>isNamedBy(one, id));
        if (!snapshot) {
            problems.push({
                text: `  ${describeMissing(id, everywhere.items)}`
            });
            continue;
        }
        let { server } = snapshot;
        let text = void 0 === said || isNamedBy(server, said) ? objection(snapshot) : `  snapshot_id assigns ${nameSnapshot(snapshot)} to server ${said}, but it belongs to ${describeServer(server)}.`;
        if (void 0 !== text) problems.push({
            text,
            server
        });
        else if (!found.includes(snapshot)) found.push(snapshot);
    }
    return {
        found,
        problems
    };
}
function describeMissing(id, everywhere) {
    let [elsewhere, ...others] = everywhere.filter((one)=>isNamedBy(one, id));
    if (!elsewhere) return `Snapshot ${id} does not exist, or this token cannot see it.`;
    if (0 === others.length) return `${describeSnapshot(elsewhere)} does not belong to any server in server_id.`;
    return `Snapshot ${id} is listed under several servers, so it is unclear which server it belongs to.`;
}
async function readEverywhere(servers, { api }, deadline) {
    try {
        return await api.listSnapshots(void 0, deadline);
    } catch (error) {
        throw toActionError(error, readingSnapshots(servers), 'Nothing was changed.');
    }
}
async function readUntilListed(servers, named, session, deadline) {
    let first = await readNamed(servers, named, session, deadline);
    let nowhere = missingIn([
        ...listedOn(servers, first.there),
        ...first.everywhere.items
    ], named);
    if (0 === nowhere.length) return first;
    let ids = nowhere.map(({ id })=>id).join(', ');
    let [subject, be] = 1 === nowhere.length ? [
        `Snapshot ${ids}`,
        'is'
    ] : [
        `Snapshots ${ids}`,
        'are'
    ];
    session.log(`  ${subject} ${be} not in the list; looking again for up to ${formatDuration(LIST_GRACE_MS)}`);
    let poller = createSnapshotPoller(servers, session, ()=>`  ${subject} ${be} still not in the list`);
    let grace = new Deadline(session.context.clock, Math.min(LIST_GRACE_MS, deadline.leftMs()));
    let seen = new Map();
    let areAllSeen = ({ items })=>{
        for (let { id } of nowhere){
            let matches = items.filter((one)=>isNamedBy(one, id));
            if (matches.length > 0) seen.set(id, matches);
        }
        return nowhere.every(({ id })=>seen.has(id));
    };
    try {
        await poller.until(areAllSeen, grace);
    } catch (error) {
        throw toActionError(error, readingSnapshots(servers), 'Nothing was changed.');
    }
    let last = await readNamed(servers, named, session, deadline);
    return {
        ...last,
        there: withSeen(servers, last.there, named, [
            ...seen.values()
        ].flat())
    };
}
let MAX_REUSE_AGE_MS = 7200000;
function decideReuse(snapshots, own, attempt, nowMs) {
    let earlier = snapshots.filter((snapshot)=>{
        if (!marker_isOfStep(snapshot, own) || hasFailed(snapshot)) return false;
        return void 0 === attempt || (readMarker(snapshot)?.attempt ?? attempt) < attempt;
    });
    let objections = earlier.map((snapshot)=>({
            snapshot,
            reason: objection(snapshot, snapshots, nowMs)
        }));
    let safe = objections.find(({ reason })=>void 0 === reason)?.snapshot;
    if (!safe) return {
        snapshot: void 0,
        log: objections.map(({ snapshot, reason })=>refusal(snapshot, reason))
    };
    let age = void 0 === safe.createdAtMs ? 0 : Math.max(0, nowMs - safe.createdAtMs);
    return {
        snapshot: safe,
        log: [
            `Reusing ${describeSnapshot(safe)} from an earlier attempt of this step: status ${safe.status}, taken ${formatAge(safe.createdAtMs, nowMs)}. A rollback to it would discard the last ${formatDuration(age)} of writes.`
        ]
    };
}
function objection(snapshot, snapshots, nowMs) {
    let { createdAtMs } = snapshot;
    if (void 0 === createdAtMs) return 'its age is unknown';
    let later = laterRelease(snapshot, snapshots);
    if (later) return `another run has since taken ${describeSnapshot(later)} in the same series`;
    let ageMs = nowMs - createdAtMs;
    if (isCompleted(snapshot)) return ageMs < MAX_REUSE_AGE_MS ? void 0 : 'it is older than 2 h';
    return ageMs < STUCK_MS ? void 0 : 'it has been in progress for over 60 min and may be stuck';
}
function refusal(snapshot, reason = '') {
    let wayOut = isCompleted(snapshot) ? 'The earlier one is kept.' : 'If it is stuck, delete it with `mode: delete` or in the VPS.org control panel.';
    return `Not reusing ${describeSnapshot(snapshot)} from an earlier attempt of this step: ${reason}. Creating another. ${wayOut}`;
}
async function selectTargets(servers, request, session, deadline) {
    let first = await readNamed(servers, request.named, session, deadline);
    let there = 0 === request.named.length ? await settle(servers, first.there, request, session, deadline) : first.there;
    let { found, problems } = select_select(servers, {
        ...first,
        there
    }, request, session.context.clock.now());
    let targets = servers.flatMap((server)=>found.filter((snapshot)=>isSame(snapshot.server, server)));
    let all = [
        ...problems,
        ...servers.flatMap((server)=>problemOf(server, found, problems, request) ?? [])
    ];
    if (0 === all.length) {
        for (let target of targets){
            warnOfLaterRelease(target, there, request, session);
            warnOfUnfinished(target, there, request, session);
        }
        return targets;
    }
    throw new ActionError({
        summary: `Cannot roll back ${formatServerIds(servers.map(({ key })=>key))}. No restore was started.`,
        state: [
            ...all.map(({ text })=>text),
            ...describeThere(servers, there, request.origin, session)
        ],
        hint: "Set snapshot_id to a completed snapshot for each server, usually the snapshot step's output."
    });
}
function problemOf(server, found, problems, request) {
    let count = found.filter((snapshot)=>isSame(snapshot.server, server)).length;
    if (count > 1) return {
        text: `  snapshot_id has ${count} snapshots of ${describeServer(server)}: set only one.`
    };
    if (1 === count || problems.some((problem)=>problem.server && isSame(problem.server, server))) return;
    return {
        text: `  ${describeServer(server)} has no snapshot to restore${searched(request)}.`
    };
}
function select_select(servers, reading, request, nowMs) {
    if (request.named.length > 0) return findNamed(servers, reading, request.named, notRestorable);
    let selections = servers.map((server)=>{
        let { snapshots } = snapshotsOf(reading.there, server);
        return request.latest ? newestOfSeries(snapshots, server, request) : newestOfRun(snapshots, server, request, nowMs);
    });
    return {
        found: selections.flatMap(({ found })=>found),
        problems: selections.flatMap(({ problems })=>problems)
    };
}
function takenByRepository(snapshots, { origin, series }) {
    let own = {
        repository: repositoryHash(origin.run)
    };
    let hashed = void 0 === series ? void 0 : seriesHash(series);
    return snapshots.filter((snapshot)=>isOfAnySeries(snapshot, own, hashed));
}
function takenByRun(snapshots, request) {
    let { runId } = request.origin.run;
    return takenByRepository(snapshots, request).filter((snapshot)=>readMarker(snapshot)?.runId === runId && !hasFailed(snapshot));
}
function candidatesOf(snapshots, request) {
    if (!request.latest) return takenByRun(snapshots, request);
    return takenByRepository(snapshots, request).filter((snapshot)=>!hasFailed(snapshot));
}
function pendingOf(snapshots, request) {
    let candidates = candidatesOf(snapshots, request);
    let newestMs = candidates.findLast(isCompleted)?.createdAtMs;
    return candidates.findLast((one)=>isUnfinished(one) && (void 0 === newestMs || void 0 === one.createdAtMs || one.createdAtMs >= newestMs));
}
async function settle(servers, listed, request, session, deadline) {
    let there = listed;
    let pending = ()=>servers.flatMap((server)=>pendingOf(snapshotsOf(there, server).snapshots, request) ?? []);
    let first = pending();
    if (0 === first.length) return listed;
    let names = first.map(describeSnapshot).join(', ');
    let grace = new Deadline(session.context.clock, Math.min(LIST_GRACE_MS, deadline.leftMs()));
    session.log(`  Not completed yet: ${names}; looking again for up to ${formatDuration(grace.timeoutMs)}`);
    let poller = createSnapshotPoller(servers, session, ()=>`  Still not completed: ${names}`);
    try {
        await poller.until((list)=>{
            there = groupByServer(list, servers);
            return 0 === pending().length;
        }, grace);
    } catch (error) {
        throw toActionError(error, readingSnapshots(servers), 'Nothing was changed.');
    }
    return there;
}
function newestOfRun(snapshots, server, request, nowMs) {
    let completed = takenByRun(snapshots, request).filter(isCompleted);
    let found = completed.at(-1);
    let text = objectionTo(found, completed, snapshots, request, nowMs);
    if (void 0 !== text) return {
        found: [],
        problems: [
            {
                text,
                server
            }
        ]
    };
    return {
        found: found ? [
            found
        ] : [],
        problems: []
    };
}
function objectionTo(found, completed, snapshots, request, nowMs) {
    let pending = pendingOf(snapshots, request);
    if (pending) {
        let older = found ? ` To roll back to an earlier snapshot of this run, set snapshot_id to its ID, for example ${found.key}.` : '';
        return `  ${describeSnapshot(pending)}, which this run took, has not completed; its status is "${pending.status}".${older}`;
    }
    let undated = completed.find(({ createdAtMs })=>void 0 === createdAtMs);
    if (undated && completed.length > 1) return `  It is unclear which snapshot of this run is the newest, because VPS.org shows no creation time for ${describeSnapshot(undated)}. Set snapshot_id to ${select_oneOf(completed)}.`;
    if (!found) return;
    let later = laterRelease(found, snapshots);
    if (later) return `  ${describeSnapshot(later)} was taken later by another run in the same series, so a rollback to ${describeSnapshot(found)} would undo that release. To roll back anyway, set snapshot_id: ${found.key}.`;
    return objectionToEarlier(found, snapshots, request, nowMs);
}
function objectionToEarlier(found, snapshots, { origin }, nowMs) {
    let { attempt } = origin.run;
    let own = readMarker(found);
    if (!own || own.attempt === attempt) return;
    let name = describeSnapshot(found);
    let age = formatAge(found.createdAtMs, nowMs);
    let wayOut = `To roll back to it anyway, set snapshot_id: ${found.key}.`;
    let failed = snapshots.findLast((one)=>hasFailed(one) && marker_isOfStep(one, own) && (readMarker(one)?.attempt ?? 0) > own.attempt);
    if (failed) return `  ${describeSnapshot(failed)}, which a later attempt of the same step took, ended with status "${failed.status}"; ${name} is from an earlier attempt (${age}). ${wayOut}`;
    let isOld = void 0 === found.createdAtMs ? void 0 !== attempt : nowMs - found.createdAtMs >= MAX_REUSE_AGE_MS;
    if (!isOld) return;
    return void 0 === attempt ? `  ${name} may be from an earlier attempt of this run (${age}): this runner does not count attempts. ${wayOut}` : `  ${name} is from an earlier attempt of this run (${age}), and this attempt did not take one. ${wayOut}`;
}
function newestOfSeries(snapshots, server, request) {
    let managed = takenByRepository(snapshots, request).filter(isCompleted);
    let all = new Map(managed.map((snapshot)=>[
            readMarker(snapshot)?.series,
            seriesLabel(snapshot)
        ]));
    if (all.size > 1) {
        let labels = [
            ...all.values()
        ].join(', ');
        let text = `  ${describeServer(server)} has snapshots of several series: ${labels}. Set series to choose one.`;
        return {
            found: [],
            problems: [
                {
                    text,
                    server
                }
            ]
        };
    }
    let undated = managed.find(({ createdAtMs })=>void 0 === createdAtMs);
    if (undated) {
        let text = `  It is unclear which snapshot is the latest, because VPS.org shows no creation time for ${describeSnapshot(undated)}. Set snapshot_id to ${select_oneOf(managed)}.`;
        return {
            found: [],
            problems: [
                {
                    text,
                    server
                }
            ]
        };
    }
    let found = managed.at(-1);
    return {
        found: found ? [
            found
        ] : [],
        problems: []
    };
}
function select_oneOf(snapshots) {
    return `${snapshots.length > 1 ? 'one of ' : ''}${snapshots.map(({ key })=>key).join(', ')}`;
}
function warnOfLaterRelease(target, there, { named }, { warn }) {
    let later = laterRelease(target, snapshotsOf(there, target.server).snapshots);
    if (!later || 0 === named.length) return;
    warn(describeLaterRelease(later, target));
}
function warnOfUnfinished(target, there, request, { context, warn }) {
    let pending = request.latest && pendingOf(snapshotsOf(there, target.server).snapshots, request);
    if (!pending) return;
    warn(`${capitalize(describeSnapshot(pending))} may be newer and has not completed; its status is "${pending.status}". Rolling back to ${describeSnapshot(target)}, the newest one that has completed, taken ${formatAge(target.createdAtMs, context.clock.now())}.`);
}
function describeLaterRelease(later, target) {
    return `${capitalize(describeSnapshot(later))} was taken after ${describeSnapshot(target)} by another run in the same series: this rollback will undo that release, too.`;
}
function notRestorable(snapshot) {
    return isCompleted(snapshot) ? void 0 : `  ${describeSnapshot(snapshot)} has not completed; its status is "${snapshot.status}".`;
}
function searched({ named, latest, series }) {
    if (named.length > 0) return '';
    let inSeries = void 0 === series ? '' : ` in series "${series}"`;
    return latest ? `: no completed snapshot${inSeries} was created by this repository` : `: this run has no completed snapshot of this server${inSeries} (set snapshot_id: latest to use one from an earlier run)`;
}
function describeThere(servers, there, { run }, { context }) {
    let own = {
        repository: repositoryHash(run)
    };
    return servers.flatMap((server)=>[
            `Snapshots on server ${server.key}:`,
            ...formatSnapshotList(snapshotsOf(there, server), own, context.clock.now())
        ]);
}
async function selectForDelete(servers, named, origin, session, deadline) {
    let reading = await readUntilListed(servers, named, session, deadline);
    let { there, everywhere } = reading;
    let missing = missingIn([
        ...listedOn(servers, there),
        ...everywhere.items
    ], named);
    let gone = missing.filter(({ id })=>!mayBeUnreadable(id, everywhere));
    let existing = named.filter((one)=>!gone.includes(one));
    let { found, problems } = findNamed(servers, reading, existing, ()=>void 0);
    if (0 === problems.length) return {
        found,
        gone: gone.map(({ id })=>id)
    };
    throw new ActionError({
        summary: `${pluralize(problems.length, 'snapshot')} cannot be deleted; nothing was deleted.`,
        state: [
            ...problems.map(({ text })=>text),
            ...describeThere(servers, there, origin, session)
        ],
        hint: 'Check snapshot_id and server_id: only the listed snapshots are deleted, and only on the listed servers.'
    });
}
function mayBeUnreadable(id, { unreadable, identified = [] }) {
    return unreadable > identified.length || identified.some((item)=>!isOther(item, {
            key: id
        }));
}
async function selectForWait(servers, named, origin, session, deadline) {
    let reading = await readUntilListed(servers, named, session, deadline);
    let { there } = reading;
    let { found, problems } = findNamed(servers, reading, named, ()=>void 0);
    let wrong = problems.map(({ text })=>text);
    let snapshots = servers.flatMap((server)=>{
        let own = found.filter((snapshot)=>isSame(snapshot.server, server));
        if (1 !== own.length) wrong.push(`  snapshot_id names ${pluralize(own.length, 'snapshot')} of ${describeServer(server)}; it must name one.`);
        return own;
    });
    if (0 === wrong.length) return {
        snapshots,
        there
    };
    throw new ActionError({
        summary: `Cannot wait for the snapshots of ${formatServerIds(servers.map(({ key })=>key))}.`,
        state: [
            ...wrong,
            ...describeThere(servers, there, origin, session)
        ],
        hint: 'Set snapshot_id to the output `snapshots` of the step that took them, unchanged.'
    });
}
function originOf({ inputs, run }) {
    return {
        run,
        series: inputs.series ?? defaultSeries(run),
        template: inputs.snapshotName
    };
}
function policyOf({ inputs: { keep, keepDaily, keepWeekly } }) {
    return {
        keep,
        keepDaily,
        keepWeekly
    };
}
function reportSettings({ inputs, run, session }, startedMs) {
    let { clock } = session.context;
    return {
        dryRun: inputs.dryRun,
        apiUrl: inputs.apiUrl,
        uses: run.uses,
        nowMs: clock.now(),
        durationMs: clock.monotonicMs() - startedMs
    };
}
function deleteReport(progress, task) {
    let startedMs = task.session.context.clock.monotonicMs();
    let settings = ()=>reportSettings(task, startedMs);
    return {
        outputs: ()=>deleteOutputs(progress, settings()),
        stateLines: ()=>deleteStateLines(progress),
        failure: ()=>deleteFailure(progress),
        verdict: ()=>deleteVerdict(progress, settings()),
        summary: (failure)=>deleteSummary(progress, settings(), failure)
    };
}
async function deleteSnapshots(task) {
    let { inputs, session, runner } = task;
    let progress = {
        mode: 'delete',
        records: [],
        decisions: [],
        gone: []
    };
    await withReport(deleteReport(progress, task), task, async ()=>{
        runner.group(`Deleting snapshot${1 === inputs.snapshotIds.length ? '' : 's'} ${inputs.snapshotIds.map(({ id })=>id).join(', ')}`);
        let deadline = new Deadline(session.context.clock, inputs.timeoutMs);
        let { servers } = await resolveServers(inputs.serverIds, session, deadline);
        let { found, gone } = await selectForDelete(servers, inputs.snapshotIds, originOf(task), session, deadline);
        let restoring = servers.filter(({ key, status })=>status === RESTORING && found.some(({ server })=>server.key === key));
        if (restoring.length > 0) throw restoringError(restoring);
        progress.gone.push(...gone);
        progress.records.push(...found.map((target)=>({
                target,
                reason: 'named in snapshot_id',
                stage: 'checked'
            })));
        await deleteOrPlan(progress, task, deadline);
    });
}
function restoringError(servers) {
    let isOne = 1 === servers.length;
    return new ActionError({
        summary: `${servers.map(describeServer).join(', ')} ${isOne ? 'is being restored from one of its snapshots' : 'are being restored from one of their snapshots'}. Nothing was deleted.`,
        hint: `Re-run the job when the ${isOne ? 'server is' : 'servers are'} active again.`
    });
}
async function deleteOrPlan(progress, task, deadline) {
    if (!task.inputs.dryRun) return await deleteAll(progress.records, task.session, deadline);
    tellPlan(deletePlan(progress), task);
}
function pMap(iterable, mapper, options) {
    return mapConcurrently(iterable, mapper, options, false);
}
async function mapConcurrently(iterable, mapper, { concurrency = 1 / 0, stopOnError = true, signal } = {}, isSettled) {
    return new Promise((resolve_, reject_)=>{
        validateOptions(iterable, mapper, concurrency);
        let result = [];
        let errors = [];
        let skippedCount = 0;
        let isResolved = false;
        let isIterableDone = false;
        let pendingIndexes = new Set();
        let doneIndex = 1 / 0;
        let currentIndex = 0;
        let iterator = getIterator(iterable);
        let signalListener = ()=>{
            reject(signal.reason);
        };
        let cleanup = ()=>{
            signal?.removeEventListener('abort', signalListener);
        };
        let resolve = (value)=>{
            resolve_(value);
            cleanup();
        };
        let reject = (reason)=>{
            if (isResolved) return;
            isResolved = true;
            reject_(reason);
            cleanup();
            if (!isIterableDone) closeIterator(iterator);
        };
        if (signal) {
            if (signal.aborted) return void reject(signal.reason);
            signal.addEventListener('abort', signalListener, {
                once: true
            });
        }
        let pull = createPuller(iterator);
        let settleIfFinished = ()=>{
            if (isResolved || 1 / 0 === doneIndex) return;
            for (let index of pendingIndexes)if (index < doneIndex) return;
            if (!stopOnError) {
                let collectedErrors = [];
                for(let index = 0; index < Math.min(doneIndex, errors.length); index++)if (index in errors) collectedErrors.push(errors[index]);
                if (collectedErrors.length > 0) return void reject(new AggregateError(collectedErrors));
            }
            isResolved = true;
            if (!isIterableDone) closeIterator(iterator);
            let lastIndex = Math.min(doneIndex, result.length);
            if (lastIndex === result.length && 0 === skippedCount) return void resolve(result);
            resolve(result.slice(0, lastIndex).filter((value)=>value !== pMapSkip));
        };
        let next = async ()=>{
            if (isResolved || currentIndex >= doneIndex) return;
            let index = currentIndex++;
            pendingIndexes.add(index);
            let nextItem;
            try {
                nextItem = await pull();
            } catch (error) {
                pendingIndexes.delete(index);
                if (index < doneIndex) throw error;
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
            let runner = (async ()=>{
                try {
                    let element = await nextItem.value;
                    if (isResolved || index >= doneIndex) return;
                    let value = await mapper(element, index);
                    if (index >= doneIndex) return;
                    if (value === pMapStop) {
                        doneIndex = index;
                        return;
                    }
                    if (value === pMapSkip) skippedCount++;
                    result[index] = isSettled && value !== pMapSkip ? {
                        status: 'fulfilled',
                        value
                    } : value;
                } catch (error) {
                    if (index >= doneIndex) return;
                    if (isSettled) result[index] = {
                        status: 'rejected',
                        reason: error
                    };
                    else {
                        if (stopOnError) return void reject(error);
                        errors[index] = error;
                    }
                } finally{
                    pendingIndexes.delete(index);
                    settleIfFinished();
                }
                try {
                    await next();
                } catch (error) {
                    reject(error);
                }
            })();
            runner.then(()=>new Promise(()=>{})).then(resolve_);
        };
        (async ()=>{
            for(let index = 0; index < concurrency; index++){
                try {
                    await next();
                } catch (error) {
                    reject(error);
                    break;
                }
                if (isResolved || currentIndex >= doneIndex) break;
            }
        })();
    });
}
let pMapSkip = Symbol('skip');
let pMapStop = Symbol('stop');
function validateOptions(iterable, mapper, concurrency) {
    if (iterable?.[Symbol.iterator] === void 0 && iterable?.[Symbol.asyncIterator] === void 0) throw new TypeError(`Expected \`input\` to be either an \`Iterable\` or \`AsyncIterable\`, got (${typeof iterable})`);
    if ('function' != typeof mapper) throw new TypeError('Mapper function is required');
    if (!isLimit(concurrency, 1)) throw new TypeError(`Expected \`concurrency\` to be an integer from 1 and up or \`Infinity\`, got \`${concurrency}\` (${typeof concurrency})`);
}
function isLimit(value, minimum) {
    return Number.isSafeInteger(value) && value >= minimum || 1 / 0 === value;
}
function getIterator(iterable) {
    return void 0 === iterable[Symbol.asyncIterator] ? iterable[Symbol.iterator]() : iterable[Symbol.asyncIterator]();
}
async function closeIterator(iterator) {
    try {
        await iterator.return?.();
    } catch  {}
}
function createPuller(iterator) {
    let isSourceDone = false;
    let markDone = (item)=>{
        if (item?.done) isSourceDone = true;
    };
    return ()=>{
        if (isSourceDone) return {
            done: true
        };
        let result = iterator.next();
        markDone(result);
        if ('function' != typeof result?.then) return result;
        let promise = Promise.resolve(result);
        promise.then(markDone, ()=>{});
        return promise;
    };
}
let MAX_NAMED = 5;
let GOALS = {
    [RESTORING]: 'to finish its restore',
    stopping: 'to stop',
    [STOPPED]: 'to start',
    starting: 'to start'
};
function createServerPoller(servers, { pollingApi, context, schedule, log }, progress) {
    let read = createServerReader(servers, pollingApi);
    let seen = servers;
    return new Poller({
        read: async (deadline)=>{
            let now = await read(deadline);
            seen = servers.map((server)=>now.find((one)=>isSame(one, server)) ?? server);
            return now;
        },
        schedule,
        onProgress: (waitedMs)=>log(progress ? progress(waitedMs) : waitingLine(servers, seen, waitedMs)),
        onError: (error)=>log(`  The status of the servers cannot be read right now; still waiting: ${errorMessage(error)}`)
    }, context);
}
function waitingLine(before, now, waitedMs) {
    let busy = now.filter(({ status }, index)=>status !== ACTIVE && !(status === STOPPED && before[index]?.status === STOPPED));
    let waited = (busy.length > 0 ? busy : now).map((server)=>{
        let goal = GOALS[server.status] ?? `(status: ${'' === server.status ? 'unknown' : quote(server.status)})`;
        return `${describeServer(server)} ${goal}`;
    });
    let more = waited.length > MAX_NAMED ? ` and ${waited.length - MAX_NAMED} more` : '';
    return `  Still waiting for ${waited.slice(0, MAX_NAMED).join(', ')}${more}; ${formatDuration(waitedMs)} elapsed`;
}
let START_TIMEOUT_MS = 600000;
let RESEND_MS = 60_000;
let RESEND_AFTER_ERROR_MS = 5000;
let MAX_REFUSALS = 3;
let MAX_UNREAD = 3;
let DETACHED_START_MS = 1200;
let LATE_STOP_MS = 120_000;
async function stopServer(server, poller, session, deadline) {
    await switchPower(server, {
        action: 'stop',
        from: ACTIVE,
        to: STOPPED
    }, poller, session, deadline);
}
async function startServer(server, poller, session, deadline) {
    await switchPower(server, {
        action: 'start',
        from: STOPPED,
        to: ACTIVE
    }, poller, session, deadline);
}
class PowerRefusedError extends ActionError {
    constructor(server, action, refusal){
        super({
            summary: withFullStop(`The API refused to ${action} ${describeServer(server)}: ${refusal.message}`),
            ...'stop' === action ? {
                state: 'The server was not stopped, and no snapshot was created.'
            } : {},
            hint: refusal instanceof UnauthorizedError ? refusal.hint : 'Create a token with the permission servers:*, which starting and stopping a server requires; if this API cannot do that at all, set stop_server to false.'
        }, refusal);
        this.name = 'PowerRefusedError';
    }
}
async function switchPower(server, { action, from, to }, poller, session, deadline) {
    let status = '';
    let refusals = 0;
    let unread = 0;
    for(let isFirst = true;; isFirst = false){
        let failure = await send(server, action, session, deadline);
        let resendMs = failure ? RESEND_AFTER_ERROR_MS : RESEND_MS;
        refusals = failure && isRefusal(failure) && !isFromProxy(failure) ? refusals + 1 : 0;
        let isRefused = 'stop' === action ? isFirst && failure && isFinal(failure) : refusals === MAX_REFUSALS;
        if (failure && isRefused) throw new PowerRefusedError(server, action, failure);
        let isSettled;
        try {
            isSettled = await poller.until((servers, { waitedMs })=>{
                let seen = servers.find((one)=>isSame(one, server));
                if (seen) status = seen.status;
                return status === to || void 0 !== seen && isBroken(seen) || status === from && waitedMs >= resendMs;
            }, deadline);
        } catch (error) {
            if ('stop' === action || !isCallError(error)) throw error;
            unread += 1;
            if (unread === MAX_UNREAD || 0 === deadline.leftMs()) throw unreadable(server, failure, error);
            session.log(`  The status of ${describeServer(server)} cannot be read: ${error.message}; "start" will be sent again`);
            await session.context.clock.sleep(Math.min(RESEND_MS, deadline.leftMs()), session.context.signal);
            continue;
        }
        unread = 0;
        if (status === to) return;
        if (isSettled && status === from) continue;
        let input = 'stop' === action ? ' (timeout_minutes)' : '';
        throw new ActionError({
            summary: isSettled ? `${describeServer(server)} is "${status}" and cannot be ${'start' === action ? 'started' : 'stopped'}.` : `${describeServer(server)} did not become "${to}" within ${formatDuration(deadline.timeoutMs)}${input} after "${action}"; its status was "${status || 'unknown'}".`,
            ...'stop' === action ? {
                state: 'No snapshot was created.'
            } : {},
            hint: "Check the server in the VPS.org control panel."
        });
    }
}
function unreadable(server, failure, error) {
    let was = failure ? `could not be sent (${failure.message}), and` : 'was accepted, but';
    return new ActionError({
        summary: withFullStop(`"start" for ${describeServer(server)} ${was} its status cannot be read: ${error.message}`),
        state: 'It is unknown whether the server is running.',
        hint: 'Check the server in the VPS.org control panel.'
    }, error);
}
function isFinal(error) {
    return isMissingCall(error) || isRefusal(error) && !isFromProxy(error);
}
async function send(server, action, { pollingApi, log }, deadline) {
    try {
        await pollingApi.setPower(server, action, deadline);
        log(`Sent "${action}" to ${describeServer(server)}`);
        return;
    } catch (error) {
        if (!isCallError(error)) throw error;
        log(`${describeServer(server)}: "${action}" failed: ${errorMessage(error)}`);
        return error;
    }
}
async function startDetached(server, { detachedApi, context }) {
    try {
        await detachedApi.setPower(server, 'start', new Deadline(context.clock, DETACHED_START_MS));
        return;
    } catch (error) {
        return errorMessage(error);
    }
}
async function ensureStarted(server, poller, session, deadline) {
    let activeSinceMs;
    try {
        let isStable = await poller.until((servers, { requestedMs })=>{
            let status = servers.find((one)=>isSame(one, server))?.status;
            if (status !== ACTIVE) activeSinceMs = void 0;
            else activeSinceMs ??= requestedMs;
            return status === STOPPED || void 0 !== activeSinceMs && requestedMs - activeSinceMs >= LATE_STOP_MS;
        }, deadline);
        if (isStable && void 0 !== activeSinceMs) return;
    } catch (error) {
        if (!isCallError(error)) throw error;
        session.log(`  The status of ${describeServer(server)} cannot be read: ${error.message}`);
    }
    await startServer(server, poller, session, deadline);
}
function startCommand(server, apiUrl) {
    let id = toJsonId(server.uuid ?? server.key);
    return `curl --fail-with-body -X POST -H "Authorization: Bearer $VPS_API_TOKEN" -H 'Content-Type: application/json' -d '{"action": "start"}' '${apiUrl}/servers/${id}/power/'`;
}
let SAME_TIME_MS = 60_000;
function findOwn(saved, snapshots, isOwn) {
    let { snapshotId } = saved;
    if (null === snapshotId) {
        if (!saved.requested) return;
        return snapshots.findLast((one)=>isOwn(one) && !saved.earlierIds.some((id)=>isNamedBy(one, id)));
    }
    let matches = snapshots.filter((snapshot)=>isNamedBy(snapshot, snapshotId));
    let [snapshot] = matches;
    if (!snapshot || matches.length > 1) return;
    return isOwn(snapshot) || !readMarker(snapshot) && isAsSaved(snapshot, saved) ? snapshot : void 0;
}
function isAsSaved(snapshot, { name, createdAtMs }) {
    let seenMs = snapshot.createdAtMs ?? createdAtMs ?? 0;
    return snapshot.name === name && Math.abs(seenMs - (createdAtMs ?? seenMs)) <= SAME_TIME_MS;
}
let REUSED_ON_RERUN = {
    takeAnother: 're-run the job to take a new snapshot',
    afterTimeout: 'Wait until the snapshot has completed, then re-run the job: this step reuses it if it is less than 2 h old. For a slow server, increase timeout_minutes.',
    ifUnknown: 'Re-run the job: this step reuses the snapshot if it exists, and otherwise creates one.'
};
let CREATED_ON_RERUN = {
    takeAnother: 're-run the job to take a new snapshot',
    afterTimeout: 'Wait until the snapshot has completed, then re-run the job to take another. For a slow server, increase timeout_minutes.',
    ifUnknown: 'Check in the VPS.org control panel whether it exists, then re-run the job to take another.'
};
let TAKEN_EARLIER = {
    ...CREATED_ON_RERUN,
    takeAnother: 'run the whole workflow again ("Re-run all jobs") to take a new snapshot',
    afterTimeout: 'Wait until the snapshot has completed, then re-run the job. For a slow server, increase timeout_minutes.'
};
let BEFORE_ROLLING_BACK = {
    takeAnother: 're-run the rollback',
    afterTimeout: 'Wait until it has completed or delete it, then re-run the rollback.',
    ifUnknown: 'Check in the VPS.org control panel whether it exists; wait until it has completed or delete it, then re-run the rollback.'
};
let send_notification_REQUEST_MS = 10_000;
let send_notification_MAX_RESPONSE_BYTES = 65536;
let send_notification_MAX_TEXT_LENGTH = 2000;
let ACTING = /[<>@]|\](?=\()/gu;
let REPLACEMENTS = new Map([
    [
        '<',
        '‹'
    ],
    [
        '>',
        '›'
    ],
    [
        '@',
        '@\u200b'
    ],
    [
        ']',
        '] '
    ]
]);
async function sendNotification(url, text, http, redact) {
    let headers = {
        'content-type': 'application/json',
        accept: '*/*'
    };
    let body = JSON.stringify({
        text: truncate(sanitize(text, redact), send_notification_MAX_TEXT_LENGTH)
    });
    try {
        let request = {
            method: 'POST',
            url,
            headers,
            body
        };
        let { status } = await http(request, send_notification_REQUEST_MS, {
            maxBytes: send_notification_MAX_RESPONSE_BYTES
        });
        return status >= 200 && status < 300 ? void 0 : `The webhook returned ${status}.`;
    } catch (error) {
        return redact(errorMessage(error));
    }
}
function sentLength(text) {
    return sanitize(text, (line)=>line).length;
}
function sanitize(text, redact) {
    let lines = redact(text).split('\n').map(sanitizeLine);
    return redact(lines.join('\n')).replace(ACTING, (mark)=>REPLACEMENTS.get(mark) ?? '');
}
function isUnseen({ stage, wasSeen, statusBefore }) {
    return 'restored' === stage && !wasSeen && void 0 !== statusBefore;
}
let CURL = 'curl --fail-with-body -X POST -H "Authorization: Bearer $VPS_API_TOKEN"';
function rollbackInstructions(title, snapshots, { apiUrl, uses }) {
    if (0 === snapshots.length) return '';
    let step = [
        `- uses: ${uses}`,
        '  with:',
        '    mode: rollback',
        `    server_id: '${snapshots.map(({ server })=>server.key).join(',')}'`,
        `    snapshot_id: '${snapshots.map(({ key })=>key).join(',')}'`,
        "    api_token: ${{ secrets.VPS_API_TOKEN }}"
    ].join('\n');
    return details(markdown`<b>${title}</b>`, joinSections('Add this step to a workflow in this repository:', codeBlock('yaml', step), `If GitHub is down, set VPS_API_TOKEN to your API token and run this in any shell. The restore starts immediately and overwrites the ${1 === snapshots.length ? 'server' : 'servers'}:`, codeBlock('sh', restoreCommands(snapshots, apiUrl))));
}
function restoreCommands(snapshots, apiUrl) {
    let [first, ...others] = snapshots.map(({ key })=>key);
    if (0 === others.length) return `${CURL} '${apiUrl}/snapshots/${first}/restore/'`;
    return [
        `for id in ${[
            first,
            ...others
        ].join(' ')}; do`,
        `  ${CURL} '${apiUrl}/snapshots/'"$id"'/restore/'`,
        'done'
    ].join('\n');
}
let timeline_MAX_NAME_LENGTH = 40;
let MAX_BARS = 100;
let FORMAT = [
    '  dateFormat YYYY-MM-DDTHH:mm:ss',
    '  axisFormat %H:%M:%S',
    '  todayMarker off'
];
let SECONDS_LENGTH = 19;
function timeline(title, entries) {
    let bars = entries.flatMap(({ startedAtMs, durationMs, ...rest })=>void 0 === startedAtMs || void 0 === durationMs ? [] : [
            {
                ...rest,
                startedAtMs,
                durationMs
            }
        ]);
    if (bars.length < 2) return '';
    let slowest = new Set(bars.toSorted((a, b)=>b.durationMs - a.durationMs).slice(0, MAX_BARS));
    let note = bars.length > MAX_BARS ? `, the ${MAX_BARS} slowest of ${bars.length}` : '';
    let lines = bars.filter((bar)=>slowest.has(bar)).map(barLine);
    return codeBlock('mermaid', [
        'gantt',
        `  title ${title} (UTC${note})`,
        ...FORMAT,
        ...lines
    ].join('\n'));
}
function barLine({ server, startedAtMs, durationMs, failed }) {
    let name = allowedInName(server.name).slice(0, timeline_MAX_NAME_LENGTH);
    let label = [
        server.key,
        name,
        '·',
        formatDuration(durationMs)
    ].filter((part)=>'' !== part).join(' ');
    let [from, to] = [
        startedAtMs,
        startedAtMs + durationMs
    ].map(secondsTime);
    return `  ${label} :${failed ? 'crit' : 'done'}, ${from}, ${to}`;
}
function secondsTime(ms) {
    return new Date(ms).toISOString().slice(0, SECONDS_LENGTH);
}
let rollback_report_TITLE = 'VPS.org rollback';
let rollback_report_MAX_OPEN_ROWS = 10;
function rollbackOutputs(data, settings) {
    let { records, healthy } = data;
    return {
        snapshot_id: joinOutputs(records, ({ target })=>target.key),
        snapshot_name: joinOutputs(records, ({ target })=>allowedInName(target.name)),
        status: combineStatus(records.map(({ target })=>allowedInName(target.status)), 'completed'),
        created: joinOutputs(records, ()=>'false'),
        size_mb: joinOutputs(records, ({ target })=>String(target.sizeMb ?? '')),
        created_at: joinOutputs(records, ({ target })=>createdAt(target)),
        duration_seconds: toSeconds(settings.durationMs),
        rolled_back: String(isRolledBack(data)),
        server_status: joinOutputs(records, ({ serverStatus })=>allowedInName(serverStatus)),
        healthy: String(healthy ?? ''),
        discarded_seconds: joinOutputs(records, (record)=>void 0 !== record.discardedMs && isAccepted(record) ? toSeconds(record.discardedMs) : ''),
        snapshots: JSON.stringify(records.map(({ server, target })=>({
                server_id: toJsonId(server.key),
                snapshot_id: toJsonId(target.key),
                name: allowedInName(target.name),
                status: allowedInName(target.status),
                size_mb: target.sizeMb,
                created_at: createdAt(target),
                created: false
            })))
    };
}
function createdAt({ createdAtMs }) {
    return void 0 === createdAtMs ? '' : isoTime(createdAtMs);
}
function isRolledBack({ records, skipped, healthy }) {
    let isBack = ({ stage })=>'restored' === stage || 'started' === stage && true === healthy;
    return records.length > 0 && 0 === skipped.length && records.every(isBack);
}
function discardedLine({ target, discardedMs }, nowMs) {
    let { createdAtMs } = target;
    let sinceMs = void 0 === nowMs || void 0 === createdAtMs ? void 0 : Math.max(0, nowMs - createdAtMs);
    return formatDiscarded(createdAtMs, discardedMs ?? sinceMs);
}
function rollbackStateLines({ records, safety, skipped }) {
    let restores = records.map(stateLine);
    return [
        ...safety.flatMap(({ snapshot })=>snapshot ? `The safety snapshot is ${describeSnapshot(snapshot)}, status ${quote(snapshot.status)}.` : []),
        ...restores.length > 0 ? restores : [
            'No restore was started. The servers were not changed.'
        ],
        ...skipped.map(skippedLine)
    ];
}
function stateLine({ server, target, stage, serverStatus, isUncertain, failure }) {
    if (failure) return failure.parts.summary;
    let subject = capitalize(describeServer(server));
    let snapshot = `snapshot ${target.key}`;
    let lines = {
        checked: `${subject} was not changed: its restore was not started.`,
        requested: `${subject} may be being restored from ${snapshot}: it is unknown whether the restore was started.`,
        started: `${subject} is being restored from ${snapshot}, status ${quote(serverStatus || RESTORING)}; it will be down until that has finished.`,
        restored: `${subject} was restored from ${snapshot} and is ${quote(serverStatus)}.`,
        failed: `The restore of ${describeServer(server)} from ${snapshot} failed.`
    };
    return lines['started' === stage && isUncertain ? 'requested' : stage];
}
function skippedLine({ server, reason }) {
    return `${capitalize(describeServer(server))} was not rolled back: ${withFullStop(reason)}`;
}
function rollbackPlan({ records, safety, skipped }, { nowMs }) {
    return [
        'Dry run: only read requests were sent.',
        ...safety.map(({ server })=>`Would first take a snapshot of the current state of ${describeServer(server)}`),
        ...records.flatMap((record)=>record.failure ? [] : `Would restore ${describeServer(record.server)} from ${describeSnapshot(record.target)}, discarding ${discardedLine(record, nowMs)}`),
        ...skipped.map(skippedLine)
    ];
}
function rollbackFailure({ records, skipped, healthy, healthFailure }) {
    return combineFailures([
        ...records.map(({ server, target, serverStatus, stage, failure })=>{
            let isPending = 'started' === stage && true !== healthy;
            return {
                failure,
                isPending,
                label: `${server.key} (snapshot ${target.key}, ${serverStatus || stage})`
            };
        }),
        ...skipped.map((one)=>({
                failure: skippedError(one),
                label: one.server.key
            }))
    ], 'server', [
        'was not confirmed as restored',
        'were not confirmed as restored'
    ]) ?? healthFailure;
}
function skippedError(skipped) {
    return new ActionError({
        summary: skippedLine(skipped),
        ...skipped.leftBy ?? {
            state: 'The server was not changed and is still running what was deployed.',
            hint: 'Check the server, then roll it back with `mode: rollback` and a completed snapshot, or deploy a fixed release.'
        }
    });
}
function rollbackVerdict(data, { dryRun }) {
    let { records } = data;
    let [first, ...others] = records;
    if (!first || rollbackFailure(data)) return '';
    if (dryRun) return '✅ dry run: nothing was changed';
    if (others.length > 0 || !isRolledBack(data)) return `${rollbackIcon(data)} ${verdictOf(data)}`;
    let duration = void 0 === first.downMs ? '' : ` in ${formatDuration(first.downMs)}`;
    let restored = `${describeServer(first.server)} restored from snapshot ${first.target.key}${duration}`;
    return `${rollbackIcon(data)} ${restored}${data.healthy ? ', healthy' : ''}; discarded ${discardedLine(first)}`;
}
function rollbackIcon(data) {
    if (!isRolledBack(data)) return '⏳';
    return data.records.some(isUnseen) ? '⚠️' : '✅';
}
function verdictOf(data) {
    let { records, healthy } = data;
    if (!isRolledBack(data)) {
        let restored = records.filter(({ stage })=>'restored' === stage).length;
        if (1 === records.length) return 'restore started, not confirmed as finished';
        return `${restored} of ${pluralize(records.length, 'server')} restored, the rest not finished yet`;
    }
    return `${pluralize(records.length, 'server')} restored${healthy ? ', healthy' : ''}`;
}
function commitStatusOf(data, failure) {
    if (failure) return {
        state: 'failure',
        description: failure.parts.summary
    };
    let [first] = data.records;
    let description = first && 1 === data.records.length && isRolledBack(data) ? `${capitalize(describeServer(first.server))} restored from snapshot ${first.target.key}${data.healthy ? ', healthy' : ''}` : capitalize(verdictOf(data));
    return {
        state: isRolledBack(data) ? 'success' : 'pending',
        description
    };
}
function rollbackSummary(data, settings, failure) {
    let { records, safety, skipped, healthy, healthCheckUrl } = data;
    let own = rollbackFailure(data);
    let error = failure ?? own;
    let isFleet = records.length + skipped.length > 1;
    let isInTable = isFleet && error?.message === own?.message && error?.message !== data.healthFailure?.message;
    let failed = records.filter((record)=>record.failure);
    let others = records.filter((record)=>!record.failure);
    let health = isFleet ? void 0 : healthCell(healthy, healthCheckUrl);
    let list = recordTable(others, settings, health);
    return page(`### ${heading(data, settings, error)}`, intro(data, settings), prose(unseenWarning(data) ?? ''), error && !isInTable ? cautionBlock(error.message) : '', isFleet ? failureTable(failed, skipped) : recordTable(failed, settings, health), others.length > rollback_report_MAX_OPEN_ROWS || isFleet && failed.length + skipped.length > 0 && others.length > 0 ? details(othersTitle(others), list) : list, isFleet && void 0 !== healthy ? concat([
        'Health check: ',
        healthCell(healthy, healthCheckUrl) ?? ''
    ]) : '', timelineSection(records), rollbackInstructions('How to undo this rollback', completedOf(safety), settings), rollbackInstructions('How to try the rollback again', failed.map(({ target })=>target), settings));
}
function heading(data, { dryRun }, error) {
    let { records, skipped, healthFailure } = data;
    if (!error) return dryRun ? `✅ ${rollback_report_TITLE}: dry run, nothing was changed` : `${rollbackIcon(data)} ${rollback_report_TITLE}: ${verdictOf(data)}`;
    let total = records.length + skipped.length;
    let failed = records.filter(({ failure })=>failure).length + skipped.length;
    if (0 === failed && healthFailure) return `❌ ${rollback_report_TITLE}: ${pluralize(total, 'server')} restored, not healthy`;
    if (dryRun) return `❌ ${rollback_report_TITLE}: dry run failed`;
    return `❌ ${rollback_report_TITLE}: failed${total > 1 && failed > 0 ? ` on ${failed} of ${pluralize(total, 'server')}` : ''}`;
}
function intro(data, settings) {
    let { records, reason } = data;
    let sentences = [];
    if ('' !== reason) {
        let start = isRolledBack(data) ? 'Rolled back because' : 'Rollback requested because';
        sentences.push(prose(`${start} ${reason.replace(/^rollback_if\b/u, '`$&`')}.`));
    }
    let discarded = records.filter((record)=>settings.dryRun || isAccepted(record) || 'requested' === record.stage);
    let [first, ...others] = discarded;
    if (first) sentences.push(others.length > 0 ? fleetLoss(discarded, settings) : loss(first, settings));
    return concat(sentences, ' ');
}
function lostMs({ target, discardedMs }, { dryRun, nowMs }) {
    let { createdAtMs } = target;
    if (!dryRun || void 0 === createdAtMs) return discardedMs;
    return Math.max(0, nowMs - createdAtMs);
}
function loss(record, settings) {
    let { createdAtMs } = record.target;
    let ms = lostMs(record, settings);
    let end = lossEnd([
        record
    ], settings);
    if (void 0 === createdAtMs || void 0 === ms) return markdown`Everything written to the server since the snapshot was taken ${end}`;
    let since = formatTimeBefore(createdAtMs, ms);
    return markdown`Everything written to the server after **${since}** (${formatRoughDuration(ms)} before the rollback) ${end}`;
}
function fleetLoss(records, settings) {
    let spans = records.flatMap((record)=>lostMs(record, settings) ?? []);
    let upTo = spans.length > 0 ? ` (up to ${formatRoughDuration(Math.max(...spans))} before the rollback)` : '';
    return markdown`Everything written to the servers since their snapshots were taken${upTo} ${lossEnd(records, settings)}`;
}
function lossEnd(records, { dryRun }) {
    if (dryRun) return 'would be discarded.';
    return records.every(isCertainlyDiscarded) ? 'was discarded.' : 'may have been discarded.';
}
function isCertainlyDiscarded(record) {
    return isAccepted(record) && !(record.isUncertain && record.failure);
}
function isAccepted({ wasAccepted }) {
    return true === wasAccepted;
}
function healthCell(healthy, url) {
    if (void 0 === healthy || void 0 === url) return;
    return markdown`${healthy ? '✅ healthy' : '❌ restored, but not healthy'}: ${displayUrl(url)}`;
}
let rollback_report_FAILURE_COLUMNS = [
    {
        head: 'Server'
    },
    {
        head: 'Snapshot'
    },
    {
        head: 'Result'
    }
];
function failureTable(failed, skipped) {
    let rows = failed.flatMap(({ server, target, failure })=>failure ? [
            [
                serverCell(server),
                snapshotCell(target),
                markdown`❌ ${failureCell(failure, '')}`
            ]
        ] : []);
    for (let one of skipped)rows.push([
        serverCell(one.server),
        '',
        markdown`❌ ${failureCell(skippedError(one), describeServer(one.server))}`
    ]);
    return rows.length > 0 ? table(rollback_report_FAILURE_COLUMNS, rows) : '';
}
function recordTable(records, settings, health) {
    if (0 === records.length) return '';
    let { dryRun } = settings;
    let isRestored = records.every(({ stage })=>'restored' === stage);
    let columns = [
        {
            head: 'Server'
        },
        {
            head: isRestored ? 'Restored from' : 'Snapshot'
        },
        {
            head: dryRun ? 'Result' : 'Server status'
        },
        ...health ? [
            {
                head: 'Health check'
            }
        ] : [],
        ...dryRun ? [] : [
            {
                head: 'Downtime',
                align: 'right'
            }
        ]
    ];
    let rows = records.map((record)=>[
            serverCell(record.server),
            targetCell(record, settings),
            dryRun ? 'would be restored' : statusCell(record),
            ...health ? [
                health
            ] : [],
            ...dryRun ? [] : [
                void 0 === record.downMs ? '' : formatDuration(record.downMs)
            ]
        ]);
    return table(columns, rows);
}
function targetCell(record, settings) {
    let { createdAtMs } = record.target;
    let name = snapshotCell(record.target);
    if (void 0 === createdAtMs) return markdown`${name}, taken at an unknown time`;
    let ms = lostMs(record, settings);
    let taken = void 0 === ms ? `${dateTime(createdAtMs)} UTC` : formatTimeBefore(createdAtMs, ms);
    return markdown`${name}, taken ${taken}`;
}
function unseenWarning({ records }) {
    let unseen = records.filter(isUnseen);
    if (0 === unseen.length) return;
    let servers = formatServerIds(unseen.map(({ server })=>server.key));
    let [them, they] = 1 === unseen.length ? [
        'it',
        'it is running'
    ] : [
        'them',
        'they are running'
    ];
    return `VPS.org accepted the restore of ${servers}, but no status check showed ${them} being restored. Check that ${they} the old release.`;
}
let RESTORE_STAGES = {
    checked: 'not restored',
    requested: 'unknown whether the restore was started',
    started: 'restore in progress',
    restored: 'restored',
    failed: 'not confirmed as restored'
};
function statusCell({ stage, serverStatus, failure }) {
    if (failure) return `❌ ${serverStatus || RESTORE_STAGES[stage]}`;
    if ('restored' === stage) return `✅ ${serverStatus}`;
    return `${'checked' === stage ? '' : '⏳ '}${serverStatus || RESTORE_STAGES[stage]}`;
}
function othersTitle(records) {
    let restored = records.filter(({ stage })=>'restored' === stage).length;
    let downtimes = records.flatMap(({ downMs })=>downMs ?? []);
    let longest = downtimes.length > 0 ? ` (longest downtime ${formatDuration(Math.max(...downtimes))})` : '';
    let count = restored === records.length ? '' : `${restored} of `;
    return markdown`<b>${count}${pluralize(records.length, 'server')} restored</b>${longest}`;
}
function timelineSection(records) {
    let chart = timeline('Restore duration by server', records.map(({ server, startedAtMs, downMs, failure })=>({
            server,
            startedAtMs,
            durationMs: downMs,
            failed: void 0 !== failure
        })));
    return chart && details(markdown`<b>Timeline</b>`, chart);
}
function completedOf(records) {
    return records.flatMap(({ snapshot })=>snapshot && isCompleted(snapshot) ? snapshot : []);
}
let MAX_NOTIFIED = 10;
let MAX_HEAD_LENGTH = 500;
let MAX_ENTRY_LENGTH = 400;
let MAX_END_LENGTH = 300;
function notificationText(data, failure, { repository, runUrl }) {
    let { records, skipped, reason, afterJob } = data;
    let success = `${isRolledBack(data) ? 'rolled back' : 'rollback started'}${afterJob ? ' after the job' : ''}`;
    let head = failure ? `❌ ${repository}: the rollback failed${'' === reason ? '' : ` (requested because ${reason})`}. ${failure.parts.summary}` : `${rollbackIcon(data)} ${repository}: ${success}${'' === reason ? '' : `, because ${reason}`}: ${verdictOf(data)}.`;
    let entries = [
        ...records.map((record)=>({
                server: record.server,
                hasFailed: void 0 !== record.failure,
                text: notifiedLine(record, head, isRolledBack(data))
            })),
        ...skipped.map((one)=>({
                server: one.server,
                hasFailed: true,
                text: failedLine(one.server, skippedError(one), head)
            }))
    ].toSorted((a, b)=>Number(b.hasFailed) - Number(a.hasFailed));
    let first = cutLine(head, MAX_HEAD_LENGTH);
    let texts = entries.length > 0 ? entries.map(({ text })=>text) : unchangedLines(failure);
    let list = texts.slice(0, MAX_NOTIFIED).map((line)=>cutLine(line, MAX_ENTRY_LENGTH));
    let next = nextStep(data, failure);
    let end = [
        ...records.some(isAccepted) ? [
            undoLine(data)
        ] : [],
        ...void 0 === next ? [] : [
            `Next: ${next}`
        ]
    ].map((line)=>cutLine(line, MAX_END_LENGTH));
    let compose = (listed)=>[
            first,
            ...list.slice(0, listed),
            ...restLine(entries.slice(listed)),
            ...end,
            runUrl
        ].join('\n');
    let listed = list.length;
    while(listed > 0 && sentLength(compose(listed)) > send_notification_MAX_TEXT_LENGTH)listed -= 1;
    return compose(listed);
}
function unchangedLines(failure) {
    return [
        failure ? inOneLine(failure.parts.state) : '',
        'What was deployed is still running.'
    ].filter((line)=>'' !== line);
}
function nextStep(data, failure) {
    if (failure) {
        let { hint } = failure.parts;
        let commandAt = hint.indexOf(': curl ');
        return commandAt < 0 ? hint : `${hint.slice(0, commandAt)} the command in the run's error message.`;
    }
    if (isRolledBack(data)) return;
    return 'Check in the VPS.org control panel that the restore has finished before you deploy again.';
}
function cutLine(line, maxLength) {
    let text = sanitizeLine(line).replace(/\bhttps?:\/\//giu, '').replaceAll('://', ': //');
    let length = maxLength;
    while(sentLength(truncate(text, length)) > maxLength)length -= 1;
    return truncate(text, length);
}
function restLine(entries) {
    if (0 === entries.length) return [];
    let failed = entries.flatMap(({ server, hasFailed })=>hasFailed ? server.key : []);
    let names = 0 === failed.length ? '' : `, of which these failed: ${failed.join(', ')}`;
    return [
        cutLine(`… and ${pluralize(entries.length, 'more server')}${names}.`, MAX_END_LENGTH)
    ];
}
function notifiedLine(record, head, isBack) {
    let { server, target, stage, serverStatus, downMs, failure } = record;
    let lossVerb = isCertainlyDiscarded(record) ? 'Discarded' : 'Possibly discarded';
    let loss = isAccepted(record) ? ` ${lossVerb}: ${discardedLine(record)}.` : '';
    if (failure) return `${failedLine(server, failure, head)}${loss}`;
    let snapshot = nameSnapshot(target);
    let status = '' === serverStatus ? '' : `, status ${serverStatus}`;
    let downtime = void 0 === downMs ? '' : `, down for ${formatDuration(downMs)}`;
    let stages = {
        checked: 'not restored. It is still running what was deployed.',
        requested: `it is unknown whether its restore from ${snapshot} was started${status}.`,
        started: isBack ? `restored from ${snapshot}; this token is not allowed to read its status.` : `being restored from ${snapshot}${status}, not confirmed as finished.`,
        restored: isUnseen(record) ? `restored from ${snapshot}${status}. No status check showed it being restored: check that it is running the old release.` : `restored from ${snapshot}${status}${downtime}.`,
        failed: `its restore from ${snapshot} failed${status}.`
    };
    return `• ${describeServer(server)}: ${stages[stage]}${loss}`;
}
function failedLine(server, failure, head) {
    let { summary, state } = failure.parts;
    let subject = describeServer(server);
    let now = inOneLine(state);
    if (head.includes(summary)) return `• ${subject}: ${now}`;
    let isNamed = summary.toLowerCase().includes(subject.toLowerCase());
    return `• ${isNamed ? '' : `${subject}: `}${summary} ${now}`;
}
function undoLine({ safety }) {
    let snapshots = completedOf(safety);
    if (0 === snapshots.length) return 'This rollback cannot be undone: there is no safety snapshot.';
    let ids = snapshots.map(({ key })=>key).join(',');
    let line = `To undo this rollback, run mode: rollback with snapshot_id: ${ids}`;
    if (line.length > MAX_END_LENGTH) return 'To undo this rollback, use the safety snapshots in the summary of the run.';
    return line;
}
class Node {
    value;
    next;
    constructor(value){
        this.value = value;
    }
}
class Queue {
    #head;
    #tail;
    #size;
    constructor(){
        this.clear();
    }
    enqueue(value) {
        let node = new Node(value);
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
        let current = this.#head;
        if (!current) return;
        this.#head = this.#head.next;
        this.#size--;
        if (!this.#head) this.#tail = void 0;
        return current.value;
    }
    peek() {
        if (!this.#head) return;
        return this.#head.value;
    }
    clear() {
        this.#head = void 0;
        this.#tail = void 0;
        this.#size = 0;
    }
    get size() {
        return this.#size;
    }
    *[Symbol.iterator]() {
        let current = this.#head;
        while(current){
            yield current.value;
            current = current.next;
        }
    }
    *drain() {
        while(this.#head)yield this.dequeue();
    }
}
function pLimit(concurrency) {
    let rejectOnClear = false;
    if ('object' == typeof concurrency) ({ concurrency, rejectOnClear = false } = concurrency);
    validateConcurrency(concurrency);
    if ('boolean' != typeof rejectOnClear) throw new TypeError('Expected `rejectOnClear` to be a boolean');
    let queue = new Queue();
    let activeCount = 0;
    let resumeNext = ()=>{
        if (activeCount < concurrency && queue.size > 0) {
            activeCount++;
            queue.dequeue().run();
        }
    };
    let next = ()=>{
        activeCount--;
        resumeNext();
    };
    let run = async (function_, resolve, arguments_)=>{
        let result = (async ()=>function_(...arguments_))();
        resolve(result);
        try {
            await result;
        } catch  {}
        next();
    };
    let enqueue = (function_, resolve, reject, arguments_)=>{
        let queueItem = {
            reject
        };
        new Promise((internalResolve)=>{
            queueItem.run = internalResolve;
            queue.enqueue(queueItem);
        }).then(run.bind(void 0, function_, resolve, arguments_));
        if (activeCount < concurrency) resumeNext();
    };
    let generator = (function_, ...arguments_)=>new Promise((resolve, reject)=>{
            enqueue(function_, resolve, reject, arguments_);
        });
    Object.defineProperties(generator, {
        activeCount: {
            get: ()=>activeCount
        },
        pendingCount: {
            get: ()=>queue.size
        },
        clearQueue: {
            value () {
                if (!rejectOnClear) return void queue.clear();
                let abortError = AbortSignal.abort().reason;
                while(queue.size > 0)queue.dequeue().reject(abortError);
            }
        },
        concurrency: {
            get: ()=>concurrency,
            set (newConcurrency) {
                validateConcurrency(newConcurrency);
                concurrency = newConcurrency;
                queueMicrotask(()=>{
                    while(activeCount < concurrency && queue.size > 0)resumeNext();
                });
            }
        },
        map: {
            async value (iterable, function_) {
                let promises = [];
                try {
                    Array.from(iterable, (value, index)=>{
                        let promise = generator(function_, value, index);
                        promises.push(promise);
                        return promise;
                    });
                } catch (error) {
                    for (let promise of promises)promise.catch(()=>{});
                    throw error;
                }
                return Promise.all(promises);
            }
        }
    });
    return generator;
}
function validateConcurrency(concurrency) {
    if (!((Number.isInteger(concurrency) || 1 / 0 === concurrency) && concurrency > 0)) throw new TypeError('Expected `concurrency` to be a number from 1 and up');
}
let RECHECK_MS = 30_000;
let MAX_RECHECK_MS = 30_000;
let PAUSE_MS = 5000;
let CHOOSE_ANOTHER = 'Set snapshot_id to a completed snapshot of this server, then re-run the rollback.';
function recheckDeadline({ context }, deadline) {
    return new Deadline(context.clock, Math.min(MAX_RECHECK_MS, deadline.leftMs() / 4));
}
async function recheckTarget(target, mayUndoRelease, session, deadline) {
    let list = await recheck_readUntilListed(target, session, recheckDeadline(session, deadline));
    if (!list) return;
    let now = list.items.find((one)=>isSame(one, target));
    if (!now && 0 === list.unreadable) throw notRestored(`${describeSnapshot(target)} is no longer listed, so it was not restored`, CHOOSE_ANOTHER);
    if (now && !isCompleted(now)) throw notRestored(`${describeSnapshot(target)} was not restored: its status is now "${now.status}"`, CHOOSE_ANOTHER);
    let later = laterRelease(target, ofServer(list.items, target.server));
    if (!later) return;
    if (mayUndoRelease) return session.warn(describeLaterRelease(later, target));
    throw notRestored(`${describeSnapshot(target)} was not restored: while its restore had to wait, another run took ${describeSnapshot(later)} in the same series; rolling back would undo that run's release`, `Check what the server is running now; to roll back anyway, use \`mode: rollback\` with snapshot_id: ${target.key}.`);
}
function notRestored(what, hint) {
    return new ActionError({
        summary: `${what}.`,
        state: 'No restore was started. This rollback did not change the server.',
        hint
    });
}
async function recheck_readUntilListed(target, session, deadline) {
    let { clock, signal } = session.context;
    let { server } = target;
    try {
        for(;;){
            let list = await readSnapshots([
                server
            ], session.api, deadline);
            let isListed = list.unreadable > 0 || list.items.some((one)=>isSame(one, target));
            if (isListed || deadline.leftMs() <= PAUSE_MS) return list;
            await clock.sleep(PAUSE_MS, signal);
        }
    } catch (error) {
        if (!isCallError(error)) throw error;
        session.log(`  ${describeServer(server)}: its snapshots cannot be checked again, restoring it anyway`);
        return;
    }
}
function unrestorable(server, status) {
    if (status === RESTORING) return new ActionError({
        summary: `${describeServer(server)} is already being restored. No restore was started.`,
        state: 'That restore continues; which snapshot it uses is unknown.',
        hint: 'Wait until the server is active, check it, then decide again whether to roll back.'
    });
    if (status === SUSPENDED) return new ActionError({
        summary: `${describeServer(server)} is suspended. No restore was started.`,
        state: 'A suspended server cannot be restored.',
        hint: 'Reactivate the server in the VPS.org control panel, then re-run the rollback.'
    });
    return;
}
async function readStatus(server, api, deadline) {
    try {
        let servers = await createServerReader([
            server
        ], api)(deadline);
        return servers.find((one)=>isSame(one, server))?.status;
    } catch (error) {
        if (isCallError(error)) return;
        throw error;
    }
}
let post_once_MAX_SENDS = 3;
async function postOnce({ send, findApplied, onRefusalAfterLoss, retryRefusalForMs, log }, context, deadline) {
    let retries = 0;
    let losses = 0;
    let firstRefusalMs;
    for(;;)try {
        return await send();
    } catch (error) {
        if (!isCallError(error)) throw error;
        if (wasNotApplied(error)) {
            log(`${errorMessage(error)}; nothing was started, retrying`);
            await delayBeforeRetry(error, retries, context, deadline);
            retries += 1;
        } else if (mayHaveBeenApplied(error)) {
            losses += 1;
            log(`${errorMessage(error)}; checking whether it was started anyway`);
            let result = await findApplied(error);
            if (void 0 !== result) return result;
            if (losses === post_once_MAX_SENDS) throw error;
            log('it was not started; sending it again');
        } else {
            let result = losses > 0 ? await onRefusalAfterLoss(error) : void 0;
            if (void 0 !== result) return result;
            firstRefusalMs ??= context.clock.monotonicMs();
            let refusedForMs = context.clock.monotonicMs() - firstRefusalMs;
            let leftMs = await retryRefusalForMs(error) - refusedForMs;
            if (leftMs < 1) throw error;
            let pauseMs = Math.min(leftMs, retryDelayMs(error, retries, context.random, deadline));
            log(`${errorMessage(error)}; nothing was started, retrying`);
            await context.clock.sleep(pauseMs, context.signal);
            retries += 1;
        }
    }
}
function hadNoEffect(error) {
    return isCallError(error) && (wasNotApplied(error) || !mayHaveBeenApplied(error));
}
function wasNotApplied(error) {
    return isRateLimit(error) || error instanceof RequestError && !error.sent && !(error instanceof CertificateError);
}
function mayHaveBeenApplied(error) {
    return error instanceof TransientError || error instanceof InvalidResponseError || error instanceof RequestError && error.sent;
}
let BUSY_MS = 600000;
let BAD_REQUEST_MS = 120000;
let MAX_GAP_MS = 120000;
async function restoreOnce(target, server, beforeRequest, limit, session, deadline) {
    let log = (line)=>session.log(`  ${describeServer(server)}: ${line}`);
    return await postOnce({
        send: async ()=>await limit(async ()=>{
                session.context.signal.throwIfAborted();
                await beforeRequest();
                let { serverStatus, isNamed } = await session.api.restoreSnapshot(target, deadline);
                return {
                    serverStatus,
                    isCertain: isNamed
                };
            }),
        findApplied: async (lost)=>await findStarted(target, server, lost, log, session, deadline),
        onRefusalAfterLoss: async (refusal)=>!isFromProxy(refusal) && (isBusy(refusal) || refusal instanceof BadRequestError) ? {
                serverStatus: '',
                isCertain: false
            } : void 0,
        retryRefusalForMs: async (refusal)=>{
            if (isFromProxy(refusal)) return BAD_REQUEST_MS;
            if (!(isBusy(refusal) || refusal instanceof BadRequestError)) return 0;
            let status = await readStatus(server, session.pollingApi, deadline);
            if (status === RESTORING) throw unrestorable(server, status);
            if (status === SUSPENDED) return 0;
            return isBusy(refusal) ? BUSY_MS : BAD_REQUEST_MS;
        },
        log
    }, session.context, deadline);
}
function isBusy(refusal) {
    return refusal instanceof BusyError || refusal instanceof BadRequestError && /\bvalid state\b/iu.test(refusal.detail);
}
async function findStarted(target, server, lost, log, { pollingApi, context, schedule }, deadline) {
    let poller = new Poller({
        read: createServerReader([
            server
        ], pollingApi),
        schedule,
        onProgress: (waitedMs)=>log(`no sign of the restore yet after ${formatDuration(waitedMs)}`),
        onError: (error)=>log(error instanceof Error ? error.message : String(error))
    }, context);
    let found;
    let firstSeenMs;
    let lastSeenMs = 0;
    let maxGapMs = 0;
    try {
        let isDecided = await poller.until((servers, { requestedMs })=>{
            let status = servers.find((one)=>isSame(one, server))?.status;
            if (void 0 === status || status === UNKNOWN) return false;
            maxGapMs = Math.max(maxGapMs, requestedMs - lastSeenMs);
            lastSeenMs = requestedMs;
            let isCertain = status === RESTORING;
            let isTrace = isCertain || status !== ACTIVE && status !== server.status;
            if (isTrace) found = {
                serverStatus: status,
                isCertain
            };
            firstSeenMs ??= requestedMs;
            return isCertain || requestedMs - firstSeenMs >= LIST_GRACE_MS;
        }, deadline);
        if (isDecided && (void 0 !== found || maxGapMs <= MAX_GAP_MS)) return found;
    } catch (error) {
        if (!isCallError(error)) throw error;
        throw undecided(target, lost, error.message);
    }
    if (void 0 === firstSeenMs) throw undecided(target, lost, 'no response from the API included the server before the timeout elapsed');
    let then = maxGapMs > MAX_GAP_MS ? `no response from the API included the server for ${formatDuration(maxGapMs)}` : 'the timeout elapsed';
    throw undecided(target, lost, then);
}
function undecided(target, lost, then) {
    return new ActionError({
        summary: withFullStop(`It is unknown whether the restore of ${describeSnapshot(target)} was started: ${withFullStop(lost.message)} After that, ${then}`),
        state: 'The server may be stopped because it is being restored, or unchanged. The request was not sent again.',
        hint: 'Check the server in the VPS.org control panel; if it is running and not being restored, re-run the rollback.'
    }, lost);
}
let RESTORE_DURATION = {
    words: '5–15 min',
    maxMs: 900000
};
let ACTIVE_READINGS = 3;
let STALE_POLLS = 15;
let UNSEEN_MS = 180000;
let STOPPED_MS = 120000;
let STOPPED_UNSEEN_MS = 900000;
let RESTART_MS = 60_000;
let MAX_REFUSED_STARTS = 3;
async function waitForRestore(record, poller, session, deadline, { apiUrl, acceptedMs, onCertain }) {
    let { server } = record;
    let { clock } = session.context;
    let sinceAcceptedMs = ()=>clock.monotonicMs() - acceptedMs;
    let progress = {
        staleMs: Math.min(LIST_GRACE_MS, STALE_POLLS * session.schedule(0)),
        hasSeenRestoring: false,
        activeReadings: 0,
        stoppedSinceMs: void 0,
        missingSinceMs: void 0,
        refusedStarts: 0
    };
    let startedMs;
    for(;;){
        let joinedMs = sinceAcceptedMs();
        let next;
        let isSettled = await poller.until((servers, times)=>{
            let requestedMs = joinedMs + times.requestedMs;
            let seen = servers.find((one)=>isSame(one, server));
            next = judge(record, seen, progress, {
                ...times,
                requestedMs
            }, session, onCertain);
            let isRecentlyStarted = void 0 !== startedMs && requestedMs - startedMs < RESTART_MS;
            return void 0 !== next && !('start' === next && isRecentlyStarted);
        }, deadline);
        if (!isSettled) throw record.isUncertain ? unknownStart(record) : wait_timedOut(record, sinceAcceptedMs(), apiUrl);
        if ('done' === next) return session.log(`✓ ${describeServer(server)} is active again after ${formatDuration(sinceAcceptedMs())}`);
        if (next instanceof ActionError) throw next;
        if ('confirm' !== next) {
            startedMs = sinceAcceptedMs();
            await start(record, progress, session, deadline, apiUrl);
        }
    }
}
function judge(record, seen, progress, { requestedMs }, { log }, onCertain) {
    if (!seen) {
        progress.activeReadings = 0;
        progress.missingSinceMs ??= requestedMs;
        return requestedMs - progress.missingSinceMs >= LIST_GRACE_MS ? wait_disappeared(record, requestedMs) : void 0;
    }
    progress.missingSinceMs = void 0;
    let { status } = seen;
    if (status !== record.serverStatus) log(`  ${describeServer(record.server)} is ${status}`);
    record.serverStatus = status;
    progress.hasSeenRestoring ||= status === RESTORING;
    if (status === RESTORING && record.isUncertain) {
        record.isUncertain = false;
        onCertain();
    }
    record.wasSeen ||= isChange(status, record) && !record.isUncertain;
    progress.activeReadings = status === ACTIVE && requestedMs >= progress.staleMs ? progress.activeReadings + 1 : 0;
    progress.stoppedSinceMs = status === STOPPED ? progress.stoppedSinceMs ?? requestedMs : void 0;
    if (isBroken(seen)) return endedDown(record, requestedMs);
    let mayBeOver = record.wasSeen || requestedMs >= UNSEEN_MS;
    if (mayBeOver && progress.activeReadings >= ACTIVE_READINGS) return record.isUncertain ? unknownStart(record) : 'done';
    if (mayBeOver && 1 === progress.activeReadings) return 'confirm';
    if (void 0 === progress.stoppedSinceMs) return;
    let isLeftStopped = progress.hasSeenRestoring ? requestedMs - progress.stoppedSinceMs >= STOPPED_MS : requestedMs >= STOPPED_UNSEEN_MS;
    return isLeftStopped ? 'start' : void 0;
}
function isChange(status, { statusBefore }) {
    return status === RESTORING || ![
        ACTIVE,
        UNKNOWN,
        statusBefore
    ].includes(status);
}
async function start({ server, target }, progress, { pollingApi, log, warn }, deadline, apiUrl) {
    try {
        await pollingApi.setPower(server, 'start', deadline);
        log(`  ${describeServer(server)} stayed stopped after its restore; sent "start"`);
    } catch (error) {
        let isRefused = isRefusal(error) || isMissingCall(error);
        progress.refusedStarts = isRefused ? progress.refusedStarts + 1 : 0;
        let isFinal = progress.refusedStarts === MAX_REFUSED_STARTS;
        if (isFinal && isRefusal(error)) throw new ActionError({
            summary: `${describeServer(server)} was restored from ${describeSnapshot(target)}, but it is stopped, and this token is not allowed to start it: ${withFullStop(error.message)}`,
            state: 'THE SERVER IS DOWN. Its disk has been restored.',
            hint: `Create a token with the permission servers:*. Start the server in the VPS.org control panel, or set VPS_API_TOKEN to that token and run: ${startCommand(server, apiUrl)}`
        }, error);
        if (isFinal) throw new ActionError({
            summary: `${describeServer(server)} was restored from ${describeSnapshot(target)}, but it is stopped, and this API cannot start it: ${withFullStop(errorMessage(error))}`,
            state: 'THE SERVER IS DOWN. Its disk has been restored.',
            hint: 'Start it in the VPS.org control panel.'
        }, error);
        if (!isCallError(error)) throw error;
        warn(`${capitalize(describeServer(server))} could not be started yet: ${withFullStop(errorMessage(error))} Trying again.`);
    }
}
function endedDown({ target, serverStatus, server }, sinceAcceptedMs) {
    return new ActionError({
        summary: `The restore of ${describeSnapshot(target)} finished after ${formatDuration(sinceAcceptedMs)}, but ${describeServer(server)} is "${serverStatus}" instead of active.`,
        state: 'The server is not running. Its disk may be in an inconsistent state.',
        hint: 'Check the server in the VPS.org control panel; if it does not come up, restore the snapshot again.'
    });
}
function unknownStart({ target, server, serverStatus }) {
    return new ActionError({
        summary: `It is unknown whether the restore of ${describeSnapshot(target)} was started: the response was lost or did not name the server, and ${describeServer(server)} was never seen with the status "restoring".`,
        state: serverStatus === ACTIVE ? 'The server is active, and most likely is still running what was deployed.' : `The status of the server is "${serverStatus || 'unknown'}".`,
        hint: 'Check the server in the VPS.org control panel; if it is not being restored, re-run the rollback.'
    });
}
function wait_disappeared({ target, serverStatus, server }, sinceAcceptedMs) {
    return new ActionError({
        summary: `${describeServer(server)} is no longer listed, ${formatDuration(sinceAcceptedMs)} after the restore of ${describeSnapshot(target)} was started; its last status was "${serverStatus}".`,
        state: 'It is unknown whether the restore continues.',
        hint: 'Look for the server in the VPS.org control panel.'
    });
}
function wait_timedOut({ target, serverStatus, server }, sinceAcceptedMs, apiUrl) {
    let isStopped = serverStatus === STOPPED;
    return new ActionError({
        summary: `The restore of ${describeSnapshot(target)} has not finished after ${formatDuration(sinceAcceptedMs)}; ${describeServer(server)} is "${serverStatus || 'unknown'}".`,
        state: serverStatus === ACTIVE ? 'Too few status checks in a row have shown the server as active, so it is not certain that the restore has finished.' : 'VPS.org continues the restore. The server will be down until it has finished.',
        hint: isStopped ? `Check the server in the VPS.org control panel. If its restore has finished, start it there, or set VPS_API_TOKEN to your API token and run: ${startCommand(server, apiUrl)}` : 'Check the server in the VPS.org control panel before you deploy to it; do not restore it again until this restore has finished.'
    });
}
let MAX_RESTORES = 8;
async function restoreAll(records, job) {
    let { settings, session } = job;
    let limit = pLimit(settings.isAfterCancel ? 1 / 0 : MAX_RESTORES);
    let concurrency = settings.isAfterCancel ? void 0 : settings.maxParallel;
    let work = async (record)=>{
        let deadline = new Deadline(session.context.clock, settings.timeoutMs);
        try {
            let isRunning = 'started' === record.stage;
            if (!isRunning) await restore_all_start(record, job, limit, deadline);
            if (job.readable) await finish(record, job, deadline, isRunning ? agoMs(record, session) : 0);
            else if (record.isUncertain) throw unknownStart(record);
        } catch (error) {
            let isStarted = 'started' === record.stage;
            if (isStarted && !record.isUncertain && !session.context.signal.aborted) job.onOutcome(record, 'failed');
            record.failure = isStarted ? toActionError(error, `Monitoring the restore of ${describeSnapshot(record.target)}`, record.isUncertain ? 'It is unknown whether the restore was started; if it was, the server will be down until it has finished.' : 'The restore continues without being monitored. The server will be down until it has finished.') : notStarted(error, record.target);
            record.stage = 'failed';
            if (records.length > 1) session.log(`✗ ${record.failure.parts.summary}`);
        }
    };
    await pMap(records, work, {
        concurrency: concurrency ?? 1 / 0
    });
}
function failUnrestorable(records, servers) {
    for (let record of records){
        let status = servers.find(({ key })=>key === record.server.key)?.status;
        let failure = unrestorable(record.server, status ?? resolve_UNREADABLE);
        if (failure) {
            record.stage = 'failed';
            record.failure = failure;
        }
    }
}
function notStarted(error, target) {
    let state = 'The server was not restored. It is still running what was deployed.';
    let failure = toActionError(error, `Restoring ${describeSnapshot(target)}`, state);
    if (!isTransient(error)) return failure;
    let hint = `When the API accepts requests again, use \`mode: rollback\` with snapshot_id: ${target.key}.`;
    return new ActionError({
        ...failure.parts,
        hint
    }, error);
}
async function restore_all_start(record, job, limit, deadline) {
    let { session } = job;
    let { target, server } = record;
    let { clock, signal } = session.context;
    signal.throwIfAborted();
    let before = await readBefore(record, job, deadline);
    record.statusBefore = before.status;
    let noteTime = ()=>{
        record.startedAtMs = clock.now();
        if (void 0 !== target.createdAtMs) record.discardedMs = Math.max(0, clock.now() - target.createdAtMs);
    };
    noteTime();
    session.log(`Restoring ${describeServer(server)} from snapshot ${target.key}; this discards ${formatDiscarded(target.createdAtMs, record.discardedMs)}`);
    let { checkedMs } = job;
    let beforeRequest = async ()=>{
        if (clock.monotonicMs() - checkedMs > RECHECK_MS) {
            await recheckTarget(target, job.settings.mayUndoRelease, session, deadline);
            checkedMs = clock.monotonicMs();
        }
        noteTime();
        record.stage = 'requested';
    };
    let { serverStatus, isCertain } = await restoreOnce(target, before, beforeRequest, limit, session, deadline);
    record.serverStatus = serverStatus;
    record.isUncertain = !isCertain;
    record.stage = 'started';
    record.wasAccepted = true;
    if (isCertain) job.onOutcome(record, 'started');
    let acceptance = isCertain ? 'the restore was accepted' : 'the restore may have started';
    session.log(`  ${describeServer(server)}: ${acceptance}`);
}
async function readBefore({ server }, job, deadline) {
    let { session, servers, readable, checkedMs } = job;
    let before = servers.find(({ key })=>key === server.key) ?? {
        ...server,
        status: resolve_UNREADABLE
    };
    let isLate = session.context.clock.monotonicMs() - checkedMs > RECHECK_MS;
    if (!readable || before.status !== resolve_UNREADABLE && !isLate) return before;
    let api = isLate ? session.api : session.pollingApi;
    let status = await readStatus(before, api, recheckDeadline(session, deadline));
    let failure = unrestorable(server, status ?? resolve_UNREADABLE);
    if (failure) throw failure;
    return void 0 === status ? before : {
        ...before,
        status
    };
}
function agoMs({ startedAtMs }, { context }) {
    let nowMs = context.clock.now();
    return Math.max(0, nowMs - (startedAtMs ?? nowMs));
}
async function finish(record, job, deadline, acceptedAgoMs) {
    let { session, serverPoller, settings, onOutcome } = job;
    let { clock } = session.context;
    let acceptedMs = clock.monotonicMs() - acceptedAgoMs;
    try {
        let onCertain = ()=>onOutcome(record, 'started');
        await waitForRestore(record, serverPoller, session, deadline, {
            apiUrl: settings.apiUrl,
            acceptedMs,
            onCertain
        });
        record.stage = 'restored';
        onOutcome(record, 'restored');
    } catch (error) {
        let isUnfinished = error instanceof ActionError && 0 === deadline.leftMs() && !record.isUncertain;
        if (!(settings.isAfterCancel && isUnfinished)) throw error;
        session.warn(error.message);
    } finally{
        if (record.wasSeen) record.downMs = clock.monotonicMs() - acceptedMs;
    }
}
function alternativeNames(name, { runId, attempt, step }, nowMs) {
    let second = Math.floor(nowMs / 1000).toString(36);
    return [
        `${name}-${runId}-${attempt}`,
        `${name}-${step.slice(0, 8)}-${second}`
    ];
}
let create_once_BUSY_MS = 900000;
let FROM_PROXY_MS = 120000;
let QUOTA_LAG_MS = 120000;
async function createOnce(order, limit, session, deadline) {
    let { server, name, description } = order;
    let log = (line)=>session.log(`  ${describeServer(server)}: ${line}`);
    let find = async (lost)=>{
        let created = await findCreated(order, lost, log, session, deadline);
        if (void 0 === created && lost instanceof InvalidResponseError && lost.isJson) throw create_once_undecided(order, lost, 'the snapshot did not appear in the list within 60 s');
        return created;
    };
    let snapshot = await postOnce({
        send: async ()=>await limit(async ()=>{
                session.context.signal.throwIfAborted();
                let created = await session.api.createSnapshot({
                    server,
                    name,
                    description
                }, deadline);
                if (order.before.some((old)=>isSame(old, created))) throw new ExistingSnapshotError(created);
                return created;
            }),
        findApplied: find,
        onRefusalAfterLoss: async (refusal)=>{
            let created = await find(refusal);
            if (void 0 !== created || !isNameRefusal(refusal)) return created;
            let { items } = await session.api.listSnapshots(server, deadline);
            if (items.some((other)=>other.name === name)) return;
            throw create_once_undecided(order, refusal, 'the snapshot that has that name was not listed');
        },
        retryRefusalForMs: async (refusal)=>{
            if (isFromProxy(refusal) && !isMissingCall(refusal)) return FROM_PROXY_MS;
            if (refusal instanceof BusyError) return isNameRefusal(refusal) ? 0 : create_once_BUSY_MS;
            return order.hasFreedSlot && isLimitRefusal(refusal) ? QUOTA_LAG_MS : 0;
        },
        log
    }, session.context, deadline);
    return {
        ...snapshot,
        server
    };
}
function isLimitRefusal(error) {
    return error instanceof BadRequestError && /\b(?:limit|maximum|at most|quota)\b/iu.test(error.detail) && !/\b(?:characters?|length|bytes|(?:name|description):)(?!\w)/iu.test(error.detail);
}
class ExistingSnapshotError extends ActionError {
    constructor(existing){
        super({
            summary: `The API returned ${describeSnapshot(existing)}, which already existed, instead of a new snapshot.`,
            state: 'No snapshot was created.',
            hint: 'Set snapshot_name to a name that no other snapshot of this server has, such as {sha}-{run_id}.'
        });
        this.name = 'ExistingSnapshotError';
    }
}
function isNameRefusal(error) {
    return (error instanceof BadRequestError || error instanceof BusyError) && /\bname\b/iu.test(error.detail) && /\b(?:exists?|unique|taken|in use|duplicate)\b/iu.test(error.detail);
}
async function findCreated(order, lost, log, { pollingApi, context, schedule }, deadline) {
    let { server } = order;
    let poller = new Poller({
        read: async (until)=>await pollingApi.listSnapshots(server, until),
        schedule,
        onProgress: (waitedMs)=>log(`the snapshot is not listed yet after ${formatDuration(waitedMs)}`),
        onError: (error)=>log(error instanceof Error ? error.message : String(error))
    }, context);
    let found;
    let firstRequestedMs;
    let hasUnreadable = false;
    let isDecided = ({ items, unreadable }, { requestedMs })=>{
        found = newSnapshotOf(order, ofServer(items, server));
        hasUnreadable = unreadable > order.unreadableBefore;
        firstRequestedMs ??= requestedMs;
        return void 0 !== found || requestedMs - firstRequestedMs >= LIST_GRACE_MS;
    };
    try {
        if (!await poller.until(isDecided, deadline)) throw create_once_undecided(order, lost, 'timeout_minutes elapsed');
    } catch (error) {
        if (!isCallError(error)) throw error;
        throw create_once_undecided(order, lost, error.message);
    }
    if (found || !hasUnreadable) return found;
    throw create_once_undecided(order, lost, 'the list of snapshots had an item that could not be read, or that identified its server by a different form of ID');
}
function newSnapshotOf({ server, name, marker, before }, list) {
    let fresh = list.filter((snapshot)=>!before.some((old)=>isSame(old, snapshot)));
    let marked = fresh.filter((snapshot)=>isOfAttempt(snapshot, marker));
    let named = fresh.filter((snapshot)=>snapshot.name === name && !readMarker(snapshot));
    let matches = marked.length > 0 ? marked : named;
    if (matches.length <= 1) return matches[0];
    let candidates = matches.map((one)=>`${one.key} ${quoteName(one.name)} (${one.status})`).join(', ');
    throw new ActionError({
        summary: `The response to the create request on ${describeServer(server)} was lost, and several new snapshots could match it: ${candidates}.`,
        state: 'None of them was adopted, and the request was not sent again.',
        hint: 'Keep one, delete the others with `mode: delete` or in the VPS.org control panel, then re-run the job.'
    });
}
function create_once_undecided({ server, name, ifUnknown }, lost, then) {
    return new ActionError({
        summary: withFullStop(`It is unknown whether snapshot ${quoteName(name)} on ${describeServer(server)} was started: ${withFullStop(lost.message)} After that, ${then}`),
        state: 'The snapshot may be in progress. The request was not sent again, to avoid two snapshots.',
        hint: ifUnknown
    }, lost);
}
let OTHER_START_MS = 60_000;
async function readNow(before, session, deadline) {
    try {
        let now = await createServerReader([
            before
        ], session.api)(deadline);
        return {
            ...before,
            status: now.find((one)=>isSame(one, before))?.status ?? before.status
        };
    } catch (error) {
        if (isRefusal(error)) return before;
        throw error;
    }
}
class SnapshotTask {
    #record;
    #job;
    #stopped;
    #limit;
    #deadline;
    #replaced = [];
    constructor(record, job, stopped, limit){
        this.#record = record;
        this.#job = job;
        this.#stopped = stopped;
        this.#limit = limit;
        this.#deadline = new Deadline(job.session.context.clock, job.settings.timeoutMs);
    }
    async run() {
        let { session } = this.#job;
        session.context.signal.throwIfAborted();
        let { snapshot } = this.#record;
        if (snapshot) {
            if (!this.#job.settings.wait) return;
            let then = `${capitalize(describeSnapshot(snapshot))} is "${snapshot.status}".`;
            await waitWhileRestoring(this.#server(), this.#job.serverPoller, session, this.#deadline, then);
            let { clock } = session.context;
            this.#record.startedAtMs ??= clock.now();
            let ageMs = Math.max(0, clock.now() - this.#record.startedAtMs);
            return await this.#complete(snapshot, clock.monotonicMs() - ageMs);
        }
        let { status, there } = await this.#waitUntilQuiet();
        let hasFreedSlot = await this.#freeSlot(there);
        if (this.#job.settings.stopServer && status !== STOPPED) await this.#whileStopped(async ()=>await this.#create(there, hasFreedSlot));
        else await this.#create(there, hasFreedSlot);
    }
    changes() {
        let deleted = this.#replaced.filter(({ stage })=>'deleted' === stage);
        let names = deleted.map(({ target })=>describeSnapshot(target)).join(', ');
        return [
            ...'' === names ? [] : [
                `Before that, ${names} ${1 === deleted.length ? 'was' : 'were'} deleted to free a slot.`
            ],
            ...void 0 === this.#record.downMs ? [] : [
                'The server was told to stop for its snapshot, and is active again.'
            ]
        ];
    }
    #server() {
        let { server } = this.#record;
        return this.#job.servers.find(({ key })=>key === server.key) ?? {
            ...server,
            status: ''
        };
    }
    async #waitUntilQuiet() {
        let { session, snapshotPoller, serverPoller } = this.#job;
        let server = this.#server();
        let there = snapshotsOf(this.#job.there, server);
        for(;;){
            let none = 'No snapshot was created.';
            let status = await waitWhileRestoring(server, serverPoller, session, this.#deadline, none);
            if (status !== server.status) there = await this.#list();
            let { snapshots } = there;
            if (!await waitForOtherSnapshot(server, snapshots, snapshotPoller, session, this.#deadline)) return {
                status,
                there
            };
            there = await this.#list();
            server = await this.#afterOtherSnapshot(server);
        }
    }
    async #afterOtherSnapshot(before) {
        let { session, settings, serverPoller } = this.#job;
        let now = await readNow(before, session, this.#deadline);
        if (!settings.stopServer || now.status !== STOPPED) return now;
        let grace = new Deadline(session.context.clock, Math.min(OTHER_START_MS, this.#deadline.leftMs()));
        let status = STOPPED;
        await serverPoller.until((servers)=>{
            status = servers.find((one)=>isSame(one, now))?.status ?? status;
            return status === ACTIVE;
        }, grace);
        return {
            ...now,
            status
        };
    }
    async #list() {
        let { server } = this.#record;
        let there = await listByServer([
            server
        ], this.#job.session, this.#deadline, 'No snapshot was created.');
        return snapshotsOf(there, server);
    }
    async #freeSlot(there) {
        let { settings, session } = this.#job;
        let { server } = this.#record;
        let own = markerOf(settings.origin, server);
        let { deletes, isEnough } = planRoom(there, own, settings.rules, 1);
        if (!isEnough) throw limitError([
            {
                server,
                there,
                own
            }
        ], settings.rules, session.context.clock.now());
        if (deletes.length > 0) await this.#replace(deletes);
        return deletes.length > 0;
    }
    async #replace(deletes) {
        this.#job.events.onReplace(deletes);
        this.#replaced.push(...deletes);
        await deleteAll(deletes, this.#job.session, this.#deadline);
        for (let { failure } of deletes)if (failure) throw failure;
    }
    async #create(there, hasFreedSlot) {
        let { session, events } = this.#job;
        let record = this.#record;
        let { clock } = session.context;
        let startedMs = clock.monotonicMs();
        record.startedAtMs = clock.now();
        let snapshot = await this.#createOrExplain(there, hasFreedSlot);
        record.snapshot = snapshot;
        if (isCompleted(snapshot)) record.durationMs = clock.monotonicMs() - startedMs;
        session.log(`Started snapshot ${snapshot.key} on ${describeServer(record.server)}, status: ${snapshot.status}`);
        events.onChange();
        if (this.#job.settings.wait || hasFailed(snapshot)) await this.#complete(snapshot, startedMs);
    }
    async #createOrExplain(there, hasFreedSlot) {
        let { server, name } = this.#record;
        let others = alternativeNames(name, markerOf(this.#job.settings.origin, server), this.#job.session.context.clock.now());
        try {
            return await this.#createOrRetry(name, others, there, hasFreedSlot);
        } catch (error) {
            if (error instanceof BusyError && !isNameRefusal(error)) throw await this.#busy(error);
            throw isFinalRefusal(error) ? await this.#refused(error) : error;
        }
    }
    async #createOrRetry(name, others, there, hasFreedSlot) {
        let [next, ...rest] = others;
        try {
            return await this.#send(name, there, hasFreedSlot);
        } catch (error) {
            if ((isNameRefusal(error) || error instanceof ExistingSnapshotError) && void 0 !== next) {
                this.#job.session.log(`  The name ${quoteName(name)} is taken; using ${quoteName(next)}`);
                return await this.#createOrRetry(next, rest, there, hasFreedSlot);
            }
            if (!isLimitRefusal(error)) throw error;
            let now = await this.#list();
            let { rules, origin } = this.#job.settings;
            let needed = hasFreedSlot ? 1 : neededIfFull(now);
            let { deletes, isEnough } = planRoom(now, markerOf(origin, this.#record.server), rules, needed);
            if (!isEnough || 0 === deletes.length) throw error;
            await this.#replace(deletes);
            return await this.#send(name, now, true);
        }
    }
    async #send(name, there, hasFreedSlot) {
        let { settings, session } = this.#job;
        let { server } = this.#record;
        let description = formatDescription(settings.origin, server, settings.description);
        let marker = markerOf(settings.origin, server);
        let { snapshots: before, unreadable: unreadableBefore } = there;
        let { ifUnknown } = settings.nextSteps;
        let order = {
            server,
            name,
            description,
            marker,
            before,
            unreadableBefore,
            hasFreedSlot,
            ifUnknown
        };
        this.#record.requested = true;
        this.#job.events.onChange();
        try {
            return await createOnce(order, this.#limit, session, this.#deadline);
        } catch (error) {
            if (hadNoEffect(error) || error instanceof ExistingSnapshotError) this.#record.requested = false;
            throw error;
        }
    }
    async #busy(error) {
        let { server, name } = this.#record;
        let nowMs = this.#job.session.context.clock.now();
        let there = await this.#list().catch(()=>void 0);
        let stuck = there?.snapshots.filter((snapshot)=>mayBeStuck(snapshot, nowMs)) ?? [];
        if (0 === stuck.length) return error;
        return new ActionError({
            summary: withFullStop(`The API has not accepted snapshot ${quoteName(name)} of ${describeServer(server)}: ${error.message}`),
            state: [
                'No snapshot was created. Possible reason:',
                ...stuck.map((one)=>`  ${describeSnapshot(one)}, ${one.status}, ${formatAge(one.createdAtMs, nowMs)}`)
            ],
            hint: `${stuckHint(stuck)}; then re-run the job.`
        }, error);
    }
    async #refused(error) {
        let { server, name } = this.#record;
        let summary = withFullStop(`The API refused to create snapshot ${quoteName(name)} of ${describeServer(server)}: ${error.message}`);
        if (error instanceof NotFoundError || error instanceof MethodNotAllowedError) return new ActionError({
            summary,
            state: 'This API has no such call (POST /snapshots/), or this token cannot see the server. Nothing was started.',
            hint: 'Check api_url and server_id, and that the token belongs to the account that owns the server.'
        }, error);
        if (!(error instanceof BadRequestError)) return new ActionError({
            summary,
            state: 'No snapshot was created.',
            hint: error.hint
        }, error);
        let { origin, rules } = this.#job.settings;
        let own = markerOf(origin, server);
        let nowMs = this.#job.session.context.clock.now();
        let there = await this.#list().catch(()=>void 0);
        if (there && isLimitRefusal(error)) return limitError([
            {
                server,
                there,
                own
            }
        ], rules, nowMs, {
            more: ` The API said: ${error.detail}`
        });
        let list = there ? formatSnapshotList(there, own, nowMs) : [
            '  (the list cannot be read)'
        ];
        return new ActionError({
            summary,
            state: [
                'Nothing was started. Snapshots on the server:',
                ...list
            ],
            hint: error.hint
        }, error);
    }
    async #complete(snapshot, startedMs) {
        let { session, snapshotPoller, events, settings } = this.#job;
        if (isCompleted(snapshot)) return;
        try {
            let { onChange } = events;
            let { nextSteps } = settings;
            await waitForSnapshot(this.#record, snapshotPoller, session, this.#deadline, {
                onChange,
                nextSteps
            });
        } finally{
            this.#record.durationMs = session.context.clock.monotonicMs() - startedMs;
        }
    }
    async #whileStopped(work) {
        let { session, serverPoller } = this.#job;
        let { clock, signal } = session.context;
        let { server } = this.#record;
        let stoppedMs = clock.monotonicMs();
        this.#setStopped(true);
        let isStopped = false;
        let failure;
        try {
            await stopServer(server, serverPoller, session, this.#deadline);
            isStopped = true;
            session.log(`  ${describeServer(server)} is stopped`);
            await work();
        } catch (error) {
            failure = error;
        }
        if (!(failure instanceof PowerRefusedError)) {
            if (signal.aborted) return await this.#startBeforeExit();
            await this.#startAgain(isStopped, failure);
            this.#record.downMs = clock.monotonicMs() - stoppedMs;
        }
        this.#setStopped(false);
        if (void 0 !== failure) throw failure;
    }
    async #startAgain(isStopped, failure) {
        let { session, serverPoller, settings } = this.#job;
        let { server, snapshot } = this.#record;
        try {
            let deadline = new Deadline(session.context.clock, START_TIMEOUT_MS);
            if (isStopped) await startServer(server, serverPoller, session, deadline);
            else await ensureStarted(server, serverPoller, session, deadline);
            session.log(`  ${describeServer(server)} is active again`);
        } catch (error) {
            if (session.context.signal.aborted) return await this.#startBeforeExit();
            let start = toActionError(error, `Starting ${describeServer(server)} again`);
            throw new ActionError({
                summary: `${describeServer(server)} was stopped for its snapshot and could not be started again: ${start.parts.summary}`,
                state: [
                    snapshot ? `${describeSnapshot(snapshot)} is "${snapshot.status}".` : 'No snapshot was created.',
                    ...failure instanceof Error ? [
                        `Before that: ${failure.message}`
                    ] : [],
                    'THE SERVER IS DOWN.'
                ],
                hint: `Start it in the VPS.org control panel, or set VPS_API_TOKEN to your API token and run: ${startCommand(server, settings.apiUrl)}`
            }, error);
        }
    }
    async #startBeforeExit() {
        let { session, settings } = this.#job;
        let { server } = this.#record;
        let problem = await startDetached(server, session);
        session.warn(void 0 === problem ? `The job was cancelled while ${describeServer(server)} was stopped. "start" was sent; the post step checks that the server is active.` : `The job was cancelled while ${describeServer(server)} was stopped, and it could not be started: ${withFullStop(problem)} The post step will try again. To start it yourself, set VPS_API_TOKEN to your API token and run: ${startCommand(server, settings.apiUrl)}`);
        session.context.signal.throwIfAborted();
    }
    #setStopped(isStopped) {
        let { server } = this.#record;
        if (isStopped) this.#stopped.add(server);
        else this.#stopped.delete(server);
        this.#job.events.onStoppedChange([
            ...this.#stopped
        ]);
    }
}
function isFinalRefusal(error) {
    return error instanceof BadRequestError || error instanceof NotFoundError || error instanceof MethodNotAllowedError || isNameRefusal(error) || isRefusal(error);
}
let MAX_CREATES = 8;
async function createAll(records, job) {
    let { maxParallel, stopServer: stops } = job.settings;
    let limit = pLimit(MAX_CREATES);
    let stopped = new Set();
    let concurrency = maxParallel ?? (stops ? 1 : 1 / 0);
    let work = async (record, index)=>{
        let task;
        try {
            let start = (now)=>new SnapshotTask(record, {
                    ...job,
                    ...now
                }, stopped, limit);
            task = start(index < concurrency ? job : await readAgain(record, job));
            try {
                await task.run();
            } catch (error) {
                let { snapshot, reused } = record;
                if (!reused || !snapshot || !hasFailed(snapshot)) throw error;
                job.session.log(`  ${describeSnapshot(snapshot)}, reused, ended with status "${snapshot.status}"; creating another`);
                forgetReused(record);
                task = start(await readAgain(record, job));
                await task.run();
            }
        } catch (error) {
            record.failure = failureOf(record, error, task?.changes() ?? []);
            if (records.length > 1) job.session.log(`✗ ${record.failure.parts.summary}`);
        }
        job.events.onChange();
    };
    let results = await pMap(records, async (record, index)=>await work(record, index).catch((reason)=>({
                reason
            })), {
        concurrency
    });
    let aborted = results.find((result)=>void 0 !== result);
    if (aborted) throw aborted.reason;
}
function forgetReused(record) {
    record.reused = false;
    delete record.snapshot;
    delete record.startedAtMs;
    delete record.durationMs;
}
function failureOf({ server, name, snapshot }, error, changes) {
    if (error instanceof ActionError) {
        if (0 === changes.length) return error;
        return new ActionError({
            ...error.parts,
            state: [
                ...error.parts.state,
                ...changes
            ]
        }, error);
    }
    if (!snapshot) {
        let doing = `Taking snapshot ${quoteName(name)} of ${describeServer(server)}`;
        let others = changes.length > 0 ? changes : [
            'The server was not changed.'
        ];
        return toActionError(error, doing, [
            'No snapshot was created.',
            ...others
        ]);
    }
    let state = `The snapshot was "${snapshot.status}" when last seen; VPS.org is still working on it.`;
    return toActionError(error, `Waiting for ${describeSnapshot(snapshot)}`, [
        state,
        ...changes
    ]);
}
async function readAgain({ server: ref, snapshot }, job) {
    let { session, settings } = job;
    session.context.signal.throwIfAborted();
    let deadline = new Deadline(session.context.clock, settings.timeoutMs);
    let state = snapshot ? void 0 : 'No snapshot was created.';
    let there = await listByServer([
        ref
    ], session, deadline, state);
    let before = job.servers.filter(({ key })=>key === ref.key);
    return {
        servers: await Promise.all(before.map(async (server)=>await readNow(server, session, deadline))),
        there
    };
}
function rulesFor(sources) {
    return {
        policy: {
            keep: void 0,
            keepDaily: void 0,
            keepWeekly: void 0
        },
        onLimit: 'replace_oldest',
        mayReplaceAny: true,
        sources
    };
}
function safetyRecords(targets, { runId, attempt = 0 }) {
    return targets.map(({ server, key })=>({
            server,
            name: allowedInName(`before-rollback-to-${key}-run-${runId}-${attempt}`),
            requested: false,
            reused: false
        }));
}
function safetyOrigin(run) {
    return {
        run,
        series: BEFORE_ROLLBACK,
        template: BEFORE_ROLLBACK
    };
}
function assertRoomForSafetySnapshots(servers, { run, there, targets }, nowMs) {
    let rules = rulesFor(targets);
    let all = servers.map((server)=>({
            server,
            there: snapshotsOf(there, server),
            own: markerOf(safetyOrigin(run), server)
        }));
    let full = all.filter((one)=>!planRoom(one.there, one.own, rules, 1).isEnough);
    if (full.length > 0) throw limitError(full, rules, nowMs);
}
function hasRoomForSafetySnapshot(server, left, coming, run) {
    return planRoom(left, markerOf(safetyOrigin(run), server), rulesFor([]), 1 + coming).isEnough;
}
async function takeSafetySnapshots(records, job) {
    let { run, servers, there, targets, settings, session } = job;
    for (let { server, name } of records)session.log(`Saving the current state of ${describeServer(server)} first, as snapshot "${name}"`);
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
            nextSteps: BEFORE_ROLLING_BACK
        },
        events: {
            onChange: ()=>void 0,
            onStoppedChange: ()=>void 0,
            onReplace: job.onReplace
        },
        session,
        snapshotPoller: job.snapshotPoller,
        serverPoller: job.serverPoller
    });
}
function safetyFailure(records) {
    let failures = records.flatMap(({ failure })=>failure ?? []);
    let [first, ...others] = failures;
    if (!first) return;
    let servers = formatServerIds(records.filter(({ failure })=>failure).map(({ server })=>server.key));
    let failed = `The safety snapshot${0 === others.length ? '' : 's'} of ${servers} failed, so no restore was started.`;
    let { summary, state, hint } = first.parts;
    return new ActionError({
        summary: 0 === others.length ? `${failed} ${summary}` : failed,
        state: [
            'What was deployed is still running.',
            ...0 === others.length ? [
                ...state,
                hint
            ] : failures.map(({ message })=>message.replaceAll('\n', ' ')),
            ...records.flatMap(({ snapshot, failure })=>snapshot && !failure ? `${describeSnapshot(snapshot)} completed.` : [])
        ],
        hint: 'If rolling back is more important than keeping the current state, re-run the rollback without safety_snapshot.'
    }, first);
}
let snapshot_report_TITLE = 'VPS.org snapshot';
let COMPLETED_BEFORE = 'completed before this step';
let snapshot_report_MAX_OPEN_ROWS = 10;
function snapshotOutputs(data, settings) {
    let { records, replaced, pruned } = data;
    let created = ({ snapshot, reused })=>void 0 !== snapshot && !reused;
    return {
        snapshot_id: joinOutputs(records, ({ snapshot })=>snapshot?.key ?? ''),
        snapshot_name: joinOutputs(records, ({ snapshot })=>allowedInName(snapshot?.name ?? '')),
        status: combineStatus(records.map(({ snapshot })=>allowedInName(snapshot?.status ?? '')), 'completed'),
        created: joinOutputs(records, (record)=>record.snapshot ? String(created(record)) : ''),
        size_mb: joinOutputs(records, ({ snapshot })=>String(snapshot?.sizeMb ?? '')),
        created_at: joinOutputs(records, ({ snapshot })=>snapshot_report_createdAt(snapshot)),
        duration_seconds: toSeconds(settings.durationMs),
        pruned_ids: prunedIds([
            ...replaced,
            ...pruned
        ], settings.dryRun),
        snapshots: JSON.stringify(records.map((record)=>({
                server_id: toJsonId(record.server.key),
                snapshot_id: record.snapshot ? toJsonId(record.snapshot.key) : null,
                name: allowedInName(record.snapshot?.name ?? ''),
                status: allowedInName(record.snapshot?.status ?? ''),
                size_mb: record.snapshot?.sizeMb ?? null,
                created_at: snapshot_report_createdAt(record.snapshot),
                created: created(record)
            })))
    };
}
function snapshot_report_createdAt(snapshot) {
    return snapshot?.createdAtMs === void 0 ? '' : isoTime(snapshot.createdAtMs);
}
function snapshotStateLines({ records, replaced, pruned }) {
    return [
        ...replaced.map(deleteStateLine),
        ...records.map(snapshot_report_stateLine),
        ...pruned.map(deleteStateLine)
    ];
}
function snapshot_report_stateLine({ server, name, requested, snapshot, failure }) {
    if (failure) return failure.parts.summary;
    if (!snapshot) return requested ? `A snapshot named ${quoteName(name)} may be in progress on ${describeServer(server)}.` : `No snapshot was created on ${describeServer(server)}.`;
    let subject = capitalize(describeSnapshot(snapshot));
    if (isCompleted(snapshot)) return `${subject} has completed.`;
    if (hasFailed(snapshot)) return `${subject} has failed.`;
    return `${subject} is ${quote(snapshot.status)}; VPS.org is still working on it.`;
}
function snapshotPlan({ records, replaced, pruned, decisions }) {
    let decided = new Set(decisions.map(({ snapshot })=>snapshot.key));
    let reuse = ({ requested })=>requested ? 'wait for' : 'reuse';
    return [
        'Dry run: only read requests were sent.',
        ...replaced.map(({ target, reason })=>`Would delete ${describeSnapshot(target)} first, to free a slot: ${reason}`),
        ...records.flatMap((record)=>{
            let { server, name, snapshot, failure } = record;
            if (failure) return [];
            return snapshot ? `Would ${reuse(record)} ${describeSnapshot(snapshot)}` : `Would create snapshot ${quoteName(name)} on ${describeServer(server)}`;
        }),
        ...pruned.filter(({ target })=>!decided.has(target.key)).map(({ target, reason })=>`Would then delete ${describeSnapshot(target)}: ${reason}`),
        ...decisions.map(decisionLine)
    ];
}
function snapshotFailure({ records }) {
    let isUsable = records.some(({ snapshot, failure })=>failure && snapshot && isCompleted(snapshot));
    return combineFailures(records.map(({ server, snapshot, failure })=>({
            failure,
            label: `${server.key} (${snapshot ? `snapshot ${snapshot.key}, ${snapshot.status}` : 'no snapshot'})`
        })), 'server', isUsable ? [
        'has no usable snapshot or was not started again',
        'have no usable snapshot or were not started again'
    ] : [
        'has no usable snapshot',
        'have no usable snapshot'
    ]);
}
function snapshotVerdict(data, settings) {
    let { records } = data;
    let [first, ...others] = records;
    if (!first || records.some(({ failure })=>failure)) return '';
    if (settings.dryRun) return '✅ dry run: nothing was changed';
    if (others.length > 0) return `${icon(data)} ${snapshot_report_verdict(data)}`;
    let { snapshot, server, reused, wasCompleted } = first;
    if (!snapshot) return `⏳ the snapshot on ${describeServer(server)} was requested`;
    let subject = describeSnapshot(snapshot);
    if (!isCompleted(snapshot)) return `⏳ ${subject}, status: ${snapshot.status}; VPS.org is still working on it`;
    let size = formatSize(snapshot.sizeMb);
    let age = reused || wasCompleted ? `, ${formatTaken(snapshot.createdAtMs, settings.nowMs)}` : '';
    return `${icon(data)} ${subject} ${ending(first)}${age}, ${size}`;
}
function snapshotSummary(data, settings, failure) {
    let { records, replaced, pruned, decisions } = data;
    let failed = records.filter((record)=>record.failure);
    let open = records.filter((record)=>!record.failure && !isGood(record) && (!failure || record.requested || record.snapshot));
    let good = records.filter((record)=>!record.failure && isGood(record));
    let restorable = records.flatMap(({ snapshot })=>snapshot && isCompleted(snapshot) ? snapshot : []);
    let isFleet = records.length > 1;
    let own = snapshotFailure(data);
    let error = failure ?? own;
    return page(snapshot_report_heading(data, settings, failure), error && (!isFleet || error.message !== own?.message) ? cautionBlock(error.message) : '', isFleet && failed.length > 0 ? table(snapshot_report_FAILURE_COLUMNS, failed.map(failureRow)) : snapshot_report_recordTable(failed.filter(({ snapshot })=>snapshot), settings), snapshot_report_recordTable(open, settings), good.length > snapshot_report_MAX_OPEN_ROWS || failed.length > 0 && good.length > 0 ? details(goodTitle(good), snapshot_report_recordTable(good, settings)) : snapshot_report_recordTable(good, settings), snapshot_report_timelineSection(records), deleteSection([
        ...replaced,
        ...pruned
    ], settings.dryRun, true), settings.dryRun ? decisionTable(decisions) : '', rollbackInstructions(isFleet ? `How to restore ${pluralize(restorable.length, 'snapshot')}` : 'How to restore this snapshot', restorable, settings));
}
function isGood({ snapshot }) {
    return void 0 !== snapshot && isCompleted(snapshot);
}
function icon({ records, pruned }) {
    if (!records.every(isGood)) return '⏳';
    return pruned.some(({ failure })=>failure) ? '⚠️' : '✅';
}
function snapshot_report_heading(data, settings, failure) {
    let failed = data.records.filter((record)=>record.failure).length;
    let total = data.records.length;
    if (failure || failed > 0) {
        let what = settings.dryRun ? 'dry run failed' : 'failed';
        let isFleet = total > 1 && failed > 0;
        return `### ❌ ${snapshot_report_TITLE}: ${isFleet ? `failed on ${failed} of ${pluralize(total, 'server')}` : what}`;
    }
    if (settings.dryRun) return `### ✅ ${snapshot_report_TITLE}: dry run, nothing was changed`;
    let retention = '⚠️' === icon(data) ? ', but retention failed' : '';
    return `### ${icon(data)} ${snapshot_report_TITLE}: ${snapshot_report_verdict(data)}${retention}`;
}
function snapshot_report_verdict({ records }) {
    let good = records.filter(isGood).length;
    let [first] = records;
    if (records.length > 1) {
        let snapshots = pluralize(records.length, 'snapshot');
        if (records.every(({ wasCompleted })=>wasCompleted)) return `${snapshots} ${COMPLETED_BEFORE}`;
        if (good === records.length) return `${snapshots} completed${fleetDuration(records)}`;
        return 0 === good ? `${snapshots} started, not completed yet` : `${good} of ${snapshots} completed`;
    }
    if (!first || 0 === good) return 'started, not completed yet';
    return ending(first);
}
function fleetDuration(records) {
    let spans = records.flatMap(({ startedAtMs: start, durationMs })=>void 0 === start || void 0 === durationMs ? [] : {
            start,
            end: start + durationMs
        });
    if (0 === spans.length) return ', reused from an earlier attempt';
    let startMs = Math.min(...spans.map(({ start })=>start));
    return ` in ${formatDuration(Math.max(...spans.map(({ end })=>end)) - startMs)}`;
}
function isTimeout({ parts }) {
    return parts.summary.includes('timeout_minutes');
}
function ending({ reused, wasCompleted, durationMs }) {
    if (wasCompleted) return COMPLETED_BEFORE;
    if (reused) return 'completed, reused from an earlier attempt';
    return void 0 === durationMs ? 'completed' : `completed in ${formatDuration(durationMs)}`;
}
let snapshot_report_FAILURE_COLUMNS = [
    {
        head: 'Server'
    },
    {
        head: 'Snapshot'
    },
    {
        head: 'Result'
    }
];
function failureRow({ server, snapshot, requested, durationMs, failure }) {
    let cells = [
        serverCell(server),
        snapshot ? code(snapshot.key) : ''
    ];
    if (!failure) return cells;
    if (snapshot && hasFailed(snapshot) && void 0 !== durationMs) return [
        ...cells,
        markdown`❌ <b>failed</b> after ${formatDuration(durationMs)}. ${prose(failure.parts.hint)}`
    ];
    if (snapshot && isUnfinished(snapshot) && void 0 !== durationMs && isTimeout(failure)) {
        let elapsed = formatDuration(durationMs);
        return [
            ...cells,
            markdown`⏱️ <b>still in progress</b> after ${elapsed} (${code('timeout_minutes')}). ${prose(failure.parts.hint)}`
        ];
    }
    let text = failureCell(failure, snapshot ? describeSnapshot(snapshot) : describeServer(server));
    if (!snapshot) return [
        ...cells,
        markdown`❌ <b>${requested ? 'unknown' : 'no snapshot'}</b>: ${text}`
    ];
    return [
        ...cells,
        markdown`❌ <b>${isUnfinished(snapshot) ? 'still in progress' : snapshot.status}</b>: ${text}`
    ];
}
let snapshot_report_COLUMNS = [
    {
        head: 'Server'
    },
    {
        head: 'Snapshot'
    },
    {
        head: 'Status'
    },
    {
        head: 'Size',
        align: 'right'
    },
    {
        head: 'Taken (UTC)'
    },
    {
        head: 'Duration',
        align: 'right'
    }
];
function snapshot_report_recordTable(records, { dryRun }) {
    if (0 === records.length) return '';
    let hasDowntime = records.some(({ downMs })=>void 0 !== downMs);
    let rows = records.map((record)=>{
        let { server, name, snapshot, downMs } = record;
        return [
            serverCell(server),
            snapshot ? snapshotCell(snapshot) : nameCell(name),
            snapshot_report_statusCell(record, dryRun),
            snapshot ? formatSize(snapshot.sizeMb) : '',
            snapshot ? takenCell(snapshot) : '',
            durationCell(record),
            ...hasDowntime ? [
                void 0 === downMs ? '' : formatDuration(downMs)
            ] : []
        ];
    });
    return table(hasDowntime ? [
        ...snapshot_report_COLUMNS,
        {
            head: 'Downtime',
            align: 'right'
        }
    ] : snapshot_report_COLUMNS, rows);
}
function durationCell({ reused, durationMs }) {
    let duration = void 0 === durationMs ? '' : formatDuration(durationMs);
    if (!reused) return duration;
    return '' === duration ? 'reused' : `waited ${duration}`;
}
function snapshot_report_statusCell({ snapshot, requested, failure }, dryRun) {
    if (!snapshot) {
        let status = requested ? 'unknown' : 'not created';
        if (failure) return `❌ ${status}`;
        return dryRun ? 'would be created' : status;
    }
    if (isCompleted(snapshot) && !failure) return `✅ ${snapshot.status}`;
    return `${isUnfinished(snapshot) ? '⏳' : '❌'} ${snapshot.status}`;
}
function goodTitle(records) {
    let durations = records.flatMap(({ durationMs })=>durationMs ?? []);
    let slowest = durations.length > 0 ? ` (slowest ${formatDuration(Math.max(...durations))})` : '';
    return markdown`<b>${pluralize(records.length, 'snapshot')} completed</b>${slowest}`;
}
function snapshot_report_timelineSection(records) {
    let chart = timeline('Snapshot duration by server', records.map(({ server, startedAtMs, durationMs, failure })=>({
            server,
            startedAtMs,
            durationMs,
            failed: void 0 !== failure
        })));
    return chart && details(markdown`<b>Timeline</b>`, chart);
}
async function warnOfLostMarkers(records, task) {
    let { session, inputs } = task;
    let unmarked = records.filter(({ snapshot })=>snapshot && !hasFailed(snapshot) && !readMarker(snapshot));
    if (0 === unmarked.length) return;
    let servers = unmarked.map(({ server })=>server);
    let deadline = new Deadline(session.context.clock, inputs.timeoutMs);
    let there = await listByServer(servers, session, deadline).catch((error)=>{
        if (error instanceof ActionError) return new Map();
        throw error;
    });
    for (let record of unmarked){
        let { server, snapshot } = record;
        let listed = snapshotsOf(there, server).snapshots.find((one)=>snapshot && isSame(one, snapshot));
        if (listed) record.snapshot = listed;
        if (!(!snapshot || listed && readMarker(listed))) session.warn(`VPS.org did not keep the description of ${describeSnapshot(snapshot)}, so the marker of this action is lost. Retention, on_limit and a re-run will not recognize this snapshot; you can still roll back to it by its ID.`);
    }
}
async function finishSnapshots(finished, task) {
    let { session } = task;
    let completed = finished.records.flatMap(({ snapshot, failure })=>snapshot && !failure && isCompleted(snapshot) ? snapshot : []);
    if (0 === completed.length) return;
    let deadline = new Deadline(session.context.clock, task.inputs.timeoutMs);
    try {
        let there = await listByServer(finished.servers, session, deadline);
        let deleted = hasPolicy(policyOf(task)) ? await prune(finished, there, task, deadline) : [];
        noticeComingLimit(finished, there, deleted, task);
    } catch (error) {
        session.context.signal.throwIfAborted();
        let names = completed.map(describeSnapshot).join(', ');
        session.warn(`The new snapshot completed, but older ones could not be checked or deleted: ${errorMessage(error)}\nCompleted: ${names}.`);
    }
}
async function prune({ servers, records, pruned }, there, task, deadline) {
    let { session, run } = task;
    let restoring = await restoringServers(servers, task, deadline);
    for (let { server, snapshot, failure } of records){
        let own = snapshot && ownMarker(snapshot, task);
        if (!snapshot || !own || failure || !isCompleted(snapshot)) continue;
        if (restoring.some(({ key })=>key === server.key)) {
            session.warn(`${capitalize(describeServer(server))} is being restored, so its older snapshots were not deleted.`);
            continue;
        }
        let series = ofSeries(snapshotsOf(there, server).snapshots, own);
        let decisions = decideRetention(series, policyOf(task), run.runId, {
            taken: snapshot.key
        });
        for (let { snapshot: target, reason, stays } of decisions)if (!stays) pruned.push({
            target,
            reason,
            stage: 'checked'
        });
    }
    await deleteAll(pruned, session, deadline);
    let failed = pruned.flatMap(({ failure })=>failure ?? []);
    if (failed.length > 0) {
        let messages = failed.map(({ message })=>message).join('\n');
        session.warn(`The new snapshot completed, but not all older ones were deleted.\n${messages}`);
    }
    return pruned.filter(({ stage })=>'deleted' === stage);
}
async function restoringServers(servers, { session }, deadline) {
    try {
        let now = await createServerReader(servers, session.api)(deadline);
        return servers.filter(({ key })=>now.some((server)=>server.key === key && server.status === RESTORING));
    } catch (error) {
        if (isRefusal(error)) return [];
        throw toActionError(error, `Reading ${formatServerIds(servers.map(({ key })=>key))}`, 'Nothing was deleted.');
    }
}
function ownMarker(snapshot, { run }) {
    let marker = readMarker(snapshot);
    return marker?.repository === repositoryHash(run) ? marker : void 0;
}
function noticeComingLimit({ records }, there, deleted, task) {
    let { inputs, runner, run, session } = task;
    let rules = {
        policy: policyOf(task),
        onLimit: inputs.onLimit
    };
    let isFull = ({ server, snapshot }, rules)=>{
        let own = snapshot && ownMarker(snapshot, task);
        if (!own) return false;
        let { snapshots, unreadable } = snapshotsOf(there, server);
        let isLeft = ({ key })=>!deleted.some(({ target })=>target.key === key) && !(inputs.deleteOnSuccess && key === snapshot.key);
        let rest = snapshots.filter(isLeft);
        let next = {
            ...own,
            runId: ''
        };
        let now = {
            snapshots: rest,
            unreadable
        };
        if (!planRoom(now, next, rules, 1).isEnough) return true;
        if (!inputs.safetySnapshot) return false;
        let { left } = foresee(now, next, rules, {
            comingAtMs: session.context.clock.now()
        });
        return !hasRoomForSafetySnapshot(server, left, 1, run);
    };
    let full = records.filter((record)=>isFull(record, rules));
    if (0 === full.length) return;
    let helps = (other)=>!full.some((record)=>isFull(record, other));
    let keepOne = {
        keep: 1,
        keepDaily: void 0,
        keepWeekly: void 0
    };
    let ways = [
        helps({
            ...rules,
            policy: keepOne
        }) ? [
            hasPolicy(rules.policy) ? 'keep fewer snapshots' : 'set keep'
        ] : [],
        'fail' === rules.onLimit && helps({
            ...rules,
            onLimit: 'replace_oldest'
        }) ? [
            'set on_limit: replace_oldest'
        ] : [],
        [
            'delete snapshots you no longer need'
        ]
    ].flat();
    let servers = full.map(({ server })=>describeServer(server)).join(', ');
    let problem = inputs.safetySnapshot ? 'safety_snapshot needs two free slots, and there will be fewer' : 'the limit of 5 snapshots is reached';
    runner.notice(`The next snapshot of ${servers} will fail: ${problem}. ${capitalize(ways.join(', or '))}.`);
}
let TIMEOUT_MS = 10_000;
let SUFFICIENT = [
    'servers:*',
    '*:*',
    '*'
];
async function warnAboutPermissions({ session }) {
    try {
        let deadline = new Deadline(session.context.clock, TIMEOUT_MS);
        let permissions = await session.pollingApi.getPermissions(deadline);
        if (void 0 === permissions || 0 === permissions.length) return;
        if (permissions.some((permission)=>SUFFICIENT.includes(permission))) return;
        let noun = 1 === permissions.length ? 'permission' : 'permissions';
        session.warn(`This token has only the ${noun} ${permissions.join(', ')}, but a rollback needs servers:*. Create a token with the permission servers:* at https://admin.vps.org/account/developers/.`);
    } catch (error) {
        if (!isCallError(error)) throw error;
    }
}
function snapshotReport(data, task) {
    let startedMs = task.session.context.clock.monotonicMs();
    let settings = ()=>reportSettings(task, startedMs);
    return {
        outputs: ()=>snapshotOutputs(data, settings()),
        stateLines: ()=>snapshotStateLines(data),
        failure: ()=>snapshotFailure(data),
        verdict: ()=>snapshotVerdict(data, settings()),
        summary: (failure)=>snapshotSummary(data, settings(), failure)
    };
}
function snapshotProgressLine(records, waitedMs) {
    let over = records.filter(({ snapshot, failure })=>failure || snapshot && isCompleted(snapshot)).length;
    let [only] = records;
    let state = only && 1 === records.length ? `status: ${only.snapshot?.status ?? 'not created yet'}` : `${over} of ${records.length} finished`;
    return progressBar(waitedMs, SNAPSHOT_DURATION, state);
}
async function takeSnapshots(task) {
    let { inputs, run, session, runner } = task;
    let { clock } = session.context;
    let progress = {
        records: [],
        replaced: [],
        pruned: [],
        decisions: []
    };
    let report = snapshotReport(progress, task);
    await withReport(report, task, async ()=>{
        let name = renderSnapshotName(inputs.snapshotName, run, clock.now());
        runner.group(`Snapshot "${shortSha(name)}" of ${formatServers(inputs.serverIds)}`);
        let deadline = new Deadline(clock, inputs.timeoutMs);
        let resolved = await resolveServers(inputs.serverIds, session, deadline);
        saveReadable(runner, resolved.readable);
        assertCanStop(resolved, task);
        progress.records.push(...resolved.servers.map((server)=>({
                server,
                name,
                requested: false,
                reused: false
            })));
        if (inputs.dryRun || isRollbackArmed(task)) await warnAboutPermissions(task);
        let there = await listByServer(resolved.servers, session, deadline, 'Nothing was changed.');
        for (let record of progress.records){
            record.earlierIds = takenBefore(record, there, task);
            if ('reuse' === inputs.onRerun) reuse(record, there, task);
        }
        let onChange = ()=>{
            saveSnapshots(runner, progress.records);
            setOutputs(report, task);
        };
        if (!inputs.dryRun) onChange();
        assertRoom(progress.records, there, task);
        if (inputs.dryRun) return plan(progress, resolved.servers, there, task);
        await checkBaseline(task);
        await createAll(progress.records, {
            servers: resolved.servers,
            there,
            settings: {
                origin: originOf(task),
                description: inputs.description,
                rules: {
                    policy: policyOf(task),
                    onLimit: inputs.onLimit
                },
                stopServer: inputs.stopServer,
                wait: inputs.wait,
                timeoutMs: inputs.timeoutMs,
                maxParallel: inputs.maxParallel,
                apiUrl: inputs.apiUrl,
                nextSteps: 'reuse' === inputs.onRerun ? REUSED_ON_RERUN : CREATED_ON_RERUN
            },
            events: {
                onChange,
                onStoppedChange: (servers)=>saveStopped(runner, servers),
                onReplace: (records)=>progress.replaced.push(...records)
            },
            session,
            snapshotPoller: createSnapshotPoller(resolved.servers, session, (waitedMs)=>snapshotProgressLine(progress.records, waitedMs)),
            serverPoller: createServerPoller(resolved.servers, session)
        });
        await warnOfLostMarkers(progress.records, task);
        if (inputs.wait) await finishSnapshots({
            ...progress,
            servers: resolved.servers
        }, task);
        if (!snapshotFailure(progress)) saveSucceeded(runner);
    });
}
function isRollbackArmed({ inputs }) {
    return inputs.rollbackOn.length > 0 || inputs.rollbackIf || inputs.safetySnapshot || void 0 !== inputs.healthCheckUrl || void 0 !== inputs.notifyUrl || inputs.commitStatus;
}
function assertCanStop({ readable }, { inputs }) {
    if (!inputs.stopServer || readable) return;
    throw new ActionError({
        summary: 'stop_server needs to see whether the server is stopped, and this token is not allowed to read servers.',
        state: 'No server was stopped, and no snapshot was created.',
        hint: 'Create a token with the permission servers:*, or set stop_server to false.'
    });
}
function takenBefore({ server }, there, task) {
    let own = markerOf(originOf(task), server);
    return snapshotsOf(there, server).snapshots.flatMap((one)=>isOfAttempt(one, own) ? one.key : []);
}
function reuse(record, there, task) {
    let { session, run } = task;
    let own = markerOf(originOf(task), record.server);
    let { snapshots } = snapshotsOf(there, record.server);
    let { snapshot, log } = decideReuse(snapshots, own, run.attempt, session.context.clock.now());
    for (let line of log)session.log(line);
    if (!snapshot) return;
    record.snapshot = snapshot;
    record.reused = true;
}
function assertRoom(records, there, task) {
    let { inputs, session } = task;
    let nowMs = session.context.clock.now();
    let rules = {
        policy: policyOf(task),
        onLimit: inputs.onLimit
    };
    let missing = records.filter(({ reused })=>!reused);
    let all = missing.map(({ server })=>({
            server,
            there: snapshotsOf(there, server),
            own: markerOf(originOf(task), server)
        }));
    let full = all.filter((one)=>!planRoom(one.there, one.own, rules, 1).isEnough);
    let withoutOffer = {
        ...rules,
        onLimit: 'replace_oldest'
    };
    if (full.length > 0) {
        let replacing = {
            ...task,
            inputs: {
                ...inputs,
                onLimit: 'replace_oldest'
            }
        };
        let isOffered = !inputs.safetySnapshot || records.every((record)=>hasRoomForSafety(record, there, replacing));
        throw limitError(full, isOffered ? rules : withoutOffer, nowMs, {
            needed: inputs.safetySnapshot ? 2 : 1
        });
    }
    if (!inputs.safetySnapshot) return;
    let tight = records.filter((record)=>!hasRoomForSafety(record, there, task));
    if (0 === tight.length) return;
    let servers = tight.map(({ server })=>({
            server,
            there: snapshotsOf(there, server),
            own: markerOf(originOf(task), server)
        }));
    throw limitError(servers, withoutOffer, nowMs, {
        problem: `no room for two snapshots (the limit is ${MAX_SNAPSHOTS}). No snapshot was created`,
        more: ' safety_snapshot needs room for this snapshot and for the one before a rollback.',
        needed: 2
    });
}
function hasRoomForSafety(record, there, task) {
    let { left } = forecastOf(record, there, task);
    return hasRoomForSafetySnapshot(record.server, left, record.reused ? 0 : 1, task.run);
}
function forecastOf({ server, snapshot }, there, task, own = markerOf(originOf(task), server)) {
    let { inputs, session } = task;
    let rules = {
        policy: policyOf(task),
        onLimit: inputs.onLimit
    };
    let now = snapshotsOf(there, server);
    if (!snapshot) return foresee(now, own, rules, {
        comingAtMs: session.context.clock.now()
    });
    let snapshots = now.snapshots.map((one)=>isSame(one, snapshot) ? {
            ...one,
            status: COMPLETED
        } : one);
    return foresee({
        ...now,
        snapshots
    }, own, rules, {
        taken: snapshot.key
    });
}
function plan(progress, servers, there, task) {
    for (let record of progress.records){
        let { replaced, decisions } = forecastOf(record, there, task);
        progress.replaced.push(...replaced);
        progress.decisions.push(...decisions);
        for (let { snapshot: target, reason, stays } of decisions)if (!stays) progress.pruned.push({
            target,
            reason,
            stage: 'checked'
        });
    }
    let created = servers.filter(({ key })=>progress.records.some(({ server, reused })=>server.key === key && !reused));
    let stopped = task.inputs.stopServer ? created.filter(({ status })=>status !== STOPPED) : [];
    let stops = stopped.map((server)=>`Would stop ${describeServer(server)} for its snapshot, and start it again`);
    tellPlan([
        ...snapshotPlan(progress),
        ...stops
    ], task);
}
async function checkBaseline({ inputs, session, http, runner }) {
    let { healthCheckUrl: url, healthCheckText: text } = inputs;
    if (void 0 === url) return;
    let { isHealthy, result } = await probeOnce({
        url,
        text
    }, {
        http,
        context: session.context
    });
    if (isHealthy) return;
    runner.notice(`health_check_url is not healthy before the deploy (${result}). With this check, a rollback would be reported as unhealthy, whatever the deploy did.`);
}
function createRollbackProgress(task, reason, afterJob) {
    return {
        records: [],
        safety: [],
        skipped: [],
        healthy: void 0,
        healthFailure: void 0,
        reason,
        afterJob,
        healthCheckUrl: task.inputs.healthCheckUrl
    };
}
function rollbackReport(progress, task) {
    let startedMs = task.session.context.clock.monotonicMs();
    let settings = ()=>reportSettings(task, startedMs);
    return {
        outputs: ()=>rollbackOutputs(progress, settings()),
        stateLines: ()=>rollbackStateLines(progress),
        afterCancel: 'Restores that have already started continue. Check the servers in the VPS.org control panel before you roll back again or deploy; do not restore a server again until its restore has finished.',
        failure: ()=>rollbackFailure(progress),
        verdict: ()=>rollbackVerdict(progress, settings()),
        summary: (failure)=>rollbackSummary(progress, settings(), failure)
    };
}
async function withNotification(progress, task, work) {
    let failure;
    try {
        await work();
        failure = rollbackFailure(progress);
    } catch (error) {
        if (error instanceof ActionError) await tell(progress, error, task);
        throw error;
    }
    if (failure || progress.records.length > 0) await tell(progress, failure, task);
}
async function tell(progress, failure, task) {
    let { inputs, run, runner, http, redact, setCommitStatus } = task;
    if (inputs.dryRun) return;
    if (inputs.commitStatus) {
        let { state, description } = commitStatusOf(progress, failure);
        let problem = await setCommitStatus(state, description);
        if (void 0 !== problem) runner.notice(`The commit status could not be set on ${run.sha.slice(0, 7)}: ${problem}\nThis requires "permissions: statuses: write" in the job. The rollback itself is not affected.`);
    }
    if (void 0 !== inputs.notifyUrl) {
        let settings = {
            ...reportSettings(task, 0),
            runUrl: run.runUrl,
            repository: run.repository
        };
        let text = notificationText(progress, failure, settings);
        let problem = await sendNotification(inputs.notifyUrl, text, http, redact);
        if (void 0 !== problem) runner.warning(`The notification could not be sent: ${problem}`);
    }
}
async function rollBackTo(targets, view, progress, report, task) {
    let { inputs, session } = task;
    let { timeoutMs, dryRun } = inputs;
    let onChange = ()=>setOutputs(report, task);
    let serverPoller = createRestorePoller(view.servers, progress, session);
    let checkedMs = session.context.clock.monotonicMs();
    let options = {
        isAfterCancel: false,
        timeoutMs,
        serverPoller,
        checkedMs,
        onChange
    };
    await restoreTargets(targets, view, progress, task, options);
    if (!dryRun) return await checkAfterRestore(progress, view, task, false);
    tellPlan(rollbackPlan(progress, {
        nowMs: session.context.clock.now()
    }), task);
}
function createRestorePoller(servers, { records }, session) {
    return createServerPoller(servers, session, (waitedMs)=>restoreProgressLine(records, waitedMs));
}
async function restoreTargets(targets, view, progress, task, options) {
    let { inputs } = task;
    let { servers } = view;
    let records = targets.map((target)=>({
            server: target.server,
            target,
            stage: 'checked',
            serverStatus: ''
        }));
    progress.records.push(...records);
    failUnrestorable(records, servers);
    options.onChange?.();
    if (inputs.safetySnapshot && !options.isAfterCancel) await saveCurrentState(records.filter(isOpen), servers, progress, task);
    if (inputs.dryRun) return;
    await restoreServers(records.filter(isOpen), view, progress, task, options);
}
async function watchRestores(records, view, progress, task, options) {
    progress.records.push(...records);
    for (let { server, target } of records)task.session.log(`Watching the restore of ${describeServer(server)} from snapshot ${target.key}: another step of this job started it and did not see it finish, so it is not sent again`);
    let all = {
        ...task,
        inputs: {
            ...task.inputs,
            maxParallel: void 0
        }
    };
    await restoreServers(records, view, progress, all, options);
}
async function restoreServers(open, { servers, readable }, progress, { inputs, session, rollbackLog }, { isAfterCancel, timeoutMs, serverPoller, checkedMs, onChange = ()=>void 0 }) {
    let mayUndoRelease = !progress.afterJob && (inputs.latest || inputs.snapshotIds.length > 0);
    await restoreAll(open, {
        servers,
        checkedMs,
        readable,
        settings: {
            timeoutMs,
            maxParallel: inputs.maxParallel,
            apiUrl: inputs.apiUrl,
            isAfterCancel,
            mayUndoRelease
        },
        session,
        serverPoller,
        onOutcome ({ server, target, serverStatus, startedAtMs = null }, outcome) {
            rollbackLog.record({
                serverKey: server.key,
                snapshotKey: target.key,
                startedAtMs,
                outcome,
                serverStatus
            });
            onChange();
        }
    });
    let warning = unseenWarning({
        records: open
    });
    if (void 0 !== warning) session.warn(warning);
    let unwatched = readable ? [] : open.filter(({ stage })=>'started' === stage);
    if (0 === unwatched.length) return;
    let restores = unwatched.map(({ server, target })=>`${describeServer(server)} from snapshot ${target.key}`).join(', ');
    let [was, it, them] = 1 === unwatched.length ? [
        'The restore of',
        'was started, but the action cannot see when it finishes',
        'the server'
    ] : [
        'The restores of',
        'were started, but the action cannot see when they finish',
        'the servers'
    ];
    let next = void 0 === inputs.healthCheckUrl ? `check ${them}, or set health_check_url` : `check ${them}`;
    session.warn(`This token is not allowed to read servers. ${was} ${restores} ${it}: ${next}.`);
}
function isOpen({ failure }) {
    return void 0 === failure;
}
async function checkAfterRestore(progress, { readable }, task, isAfterCancel) {
    if (!isAfterCancel && !rollbackFailure(progress)) await checkRestored(progress, readable, task);
}
async function saveCurrentState(open, servers, progress, { inputs, run, session }) {
    if (0 === open.length) return;
    let { clock } = session.context;
    let own = servers.filter(({ key })=>open.some(({ server })=>server.key === key));
    let targets = open.map(({ target })=>target);
    let deadline = new Deadline(clock, inputs.timeoutMs);
    let state = `No restore of ${formatServerIds(own.map(({ key })=>key))} was started.`;
    let there = await listByServer(own, session, deadline, state);
    let records = safetyRecords(targets, run);
    progress.safety.push(...records);
    if (!progress.afterJob) assertRoomForSafetySnapshots(own, {
        run,
        there,
        targets
    }, clock.now());
    if (inputs.dryRun) return;
    await takeSafetySnapshots(records, {
        run,
        servers: own,
        there,
        targets,
        settings: {
            timeoutMs: inputs.timeoutMs,
            maxParallel: inputs.maxParallel,
            apiUrl: inputs.apiUrl
        },
        session,
        serverPoller: createServerPoller(own, session),
        snapshotPoller: createSnapshotPoller(own, session, (waitedMs)=>snapshotProgressLine(records, waitedMs)),
        onReplace: ()=>void 0
    });
    let failure = safetyFailure(records);
    if (failure && !progress.afterJob) throw failure;
    for (let record of open){
        let failed = safetyFailure(records.filter(({ server })=>server.key === record.server.key));
        if (failed) {
            record.stage = 'failed';
            record.failure = failed;
        }
    }
}
function restoreProgressLine(records, waitedMs) {
    let over = records.filter(({ stage })=>'restored' === stage || 'failed' === stage).length;
    let [only] = records;
    let state = only && 1 === records.length ? `server status: ${only.serverStatus || 'unknown'}` : `${over} of ${records.length} finished`;
    return progressBar(waitedMs, RESTORE_DURATION, state);
}
async function checkRestored(progress, readable, task) {
    let { inputs, session, http } = task;
    let { healthCheckUrl: url, healthCheckText: text } = inputs;
    if (void 0 === url) return;
    let check = {
        url,
        text,
        timeoutMs: inputs.healthCheckTimeoutMs,
        stableMs: inputs.healthCheckStableMs
    };
    let { context, schedule, log } = session;
    if (!readable) {
        log(`  health check: in ${formatDuration(UNSEEN_MS)}, because until then the bad release may still respond`);
        await context.clock.sleep(UNSEEN_MS, context.signal);
    }
    let { isHealthy, lastResult, durationMs } = await checkHealth(check, {
        http,
        context,
        schedule,
        log
    });
    progress.healthy = isHealthy;
    if (isHealthy) return;
    progress.healthFailure = new ActionError({
        summary: `Restored but not healthy: ${withoutQuery(url)} was not healthy within ${formatDuration(durationMs)}; last result: ${lastResult}.`,
        state: [
            ...progress.records.map(({ server, target })=>{
                let name = capitalize(describeServer(server));
                return readable ? `${name} was restored from snapshot ${target.key} and is active.` : `${name}: the restore from snapshot ${target.key} was accepted; with this token, the action cannot see whether it has finished.`;
            }),
            ...readable ? [
                'Only the health check failed.'
            ] : []
        ],
        hint: 'Check the service on the server; if the check itself is wrong, fix health_check_url or health_check_text.'
    });
}
let ENDED = {
    success: 'succeeded',
    failure: 'failed',
    cancelled: 'was cancelled',
    unknown: 'ended, but it is unknown how'
};
function decideAfterJob(inputs, main) {
    let { mode, dryRun, rollbackIf, rollbackOn, deleteOnSuccess, jobStatus } = inputs;
    let job = `The job ${ENDED[jobStatus]}`;
    if ('snapshot' !== mode && 'wait' !== mode) return none(`${job}; mode ${mode} does nothing after the job.`);
    if (dryRun) return none(`${job}; a dry run does nothing after the job.`);
    if (rollbackIf) return rollBack('rollback_if is true', main);
    if ('success' === jobStatus) return deleteOnSuccess ? deleteOwn(main) : none(`${job}; no post-job action needed.`);
    if ('unknown' === jobStatus) return none(`${job}; only rollback_if would have an effect.`);
    if (rollbackOn.includes(jobStatus)) {
        let reason = `the job ${ENDED[jobStatus]}`;
        if ('missing' === main || 'unstarted' !== main && main.succeeded) return rollBack(reason, main);
        return warn(`Not rolling back although ${reason}: this step itself did not succeed, so nothing was deployed after it. If a deploy ran anyway, use its outcome in rollback_if, which rolls back in this case, too.`);
    }
    if ('cancelled' === jobStatus && rollbackOn.length > 0) return warn('Not rolling back: the job was cancelled or exceeded its timeout-minutes, and rollback_on lists only failure. To roll back in this case, too, set `rollback_on: failure, cancelled`.');
    return none(`${job}; no rollback is configured for this.`);
}
function rollBack(reason, main) {
    if ('missing' === main) {
        let message = `No rollback although ${reason}: the state that this step saved is missing or cannot be read, so its snapshots are unknown.`;
        return {
            action: 'fail',
            message
        };
    }
    if ('unstarted' === main) {
        let message = `No rollback although ${reason}: this step stopped before it took a snapshot.`;
        return {
            action: 'fail',
            message
        };
    }
    return {
        action: 'rollback',
        reason
    };
}
function deleteOwn(main) {
    if ('missing' === main) return warn("This step's snapshots were not deleted: the state that the step saved is missing or cannot be read, so it is unknown which snapshots it took.");
    if ('unstarted' === main) return none('The step stopped before it took a snapshot, so there is none to delete.');
    return {
        action: 'delete'
    };
}
function none(message) {
    return {
        action: 'none',
        message
    };
}
function warn(message) {
    return {
        action: 'warn',
        message
    };
}
let AFTER_CANCEL_MS = 45_000;
let MIN_RESTORE_MS = 10_000;
let READ_SERVERS_MS = 60_000;
let READ_SERVERS_AFTER_CANCEL_MS = 10_000;
let post_MAX_REFUSALS = 3;
let REFUSAL_PAUSE_MS = 2000;
let START_AFTER_CANCEL_MS = 150_000;
async function runAfterJob(saved, task) {
    let left = saved.stopped.length > 0 ? await startLeftStopped(saved.stopped, task) : void 0;
    let restored = new Set();
    let failure = await post_failureOf(async ()=>await act(decideAfterJob(task.inputs, saved), saved, restored, task));
    let startFailure = left?.servers.every(({ key })=>restored.has(key)) ? void 0 : left?.failure;
    if (startFailure && failure) throw combineErrors(startFailure, failure);
    if (startFailure ?? failure) throw startFailure ?? failure;
}
async function explainMissing(main, inputs, runner, task) {
    let decision = decideAfterJob(inputs, main);
    if ('fail' !== decision.action || !task) return post_tell(decision, runner);
    let progress = createRollbackProgress(task, '', true);
    await withReport(rollbackReport(progress, task), task, async ()=>{
        await withNotification(progress, task, async ()=>post_tell(decision, runner));
    });
}
async function act(decision, saved, restored, task) {
    let wasCompleted = saved.succeeded && (task.inputs.wait || 'wait' === task.inputs.mode);
    let snapshots = saved.snapshots.map(({ serverKey: key, serverUuid: uuid, serverName: name, ...rest })=>({
            ...rest,
            wasCompleted,
            server: void 0 === uuid ? {
                key,
                name
            } : {
                key,
                uuid,
                name
            }
        }));
    if ('rollback' === decision.action) await rollBackAfterJob(decision.reason, snapshots, saved, restored, task);
    else if ('delete' === decision.action) await deleteAfterJob(snapshots, task);
    else post_tell(decision, task.runner, snapshots.map(notRolledBackLine));
}
function notRolledBackLine({ server, snapshotId, wasCompleted }) {
    let now = `${capitalize(describeServer(server))} was not rolled back after the job and is running whatever the job left there.`;
    return null === snapshotId ? now : `${now} To roll it back now, use \`mode: rollback\` with snapshot_id: ${snapshotId}${wasCompleted ? '' : ', if that snapshot has completed'}.`;
}
function post_tell(decision, runner, lines = []) {
    if ('none' === decision.action) runner.info(decision.message);
    if ('warn' === decision.action) runner.warning([
        decision.message,
        ...lines
    ].join('\n'));
    if ('fail' !== decision.action) return;
    throw new ActionError({
        summary: decision.message,
        state: 'The servers were not changed after the job.',
        hint: 'Check the log of the step; if the release failed, roll the server back with `mode: rollback` and a snapshot_id.'
    });
}
async function post_failureOf(work) {
    try {
        await work();
        return;
    } catch (error) {
        if (error instanceof ActionError) return error;
        throw error;
    }
}
function combineErrors(first, second) {
    let { summary, state, hint } = first.parts;
    let lines = [
        ...state,
        hint,
        second.parts.summary,
        ...second.parts.state
    ];
    return new ActionError({
        summary,
        state: lines,
        hint: second.parts.hint
    }, second);
}
function assertMaySend({ inputs, isSameApi }, what, servers = []) {
    if (!isSameApi) throw new ActionError({
        summary: `api_url is ${inputs.apiUrl} after the job, but the saved state of this step names another one, so the post step could not ${what}.`,
        state: 'No request was sent, so no server was changed: the API token is sent only to the address that the step used.',
        hint: 'Set api_url to the same value for the whole job. If it is already the same, something in this job has changed the saved state.'
    });
    if ('' !== inputs.apiToken) return;
    throw new ActionError({
        summary: `The post step has no API token, so it could not ${what}.`,
        state: [
            'No request was sent.',
            ...servers
        ],
        hint: 'Set api_token to a value that still exists after the job, usually secrets.VPS_API_TOKEN.'
    });
}
async function startLeftStopped(stopped, task) {
    let { session, runner, inputs } = task;
    let { clock, signal } = session.context;
    let what = 1 === stopped.length ? 'it for its snapshot' : 'them for their snapshots';
    runner.group(`Starting ${stopped.map(describeServer).join(', ')}: this step stopped ${what}`);
    let servers = stopped.map((server)=>({
            ...server,
            status: resolve_UNREADABLE
        }));
    let poller = createServerPoller(servers, session);
    let timeoutMs = 'cancelled' === inputs.jobStatus ? START_AFTER_CANCEL_MS : START_TIMEOUT_MS;
    let failures = [];
    let left = new Set(stopped);
    await pMap(stopped, async (server)=>{
        try {
            assertMaySend(task, `start ${describeServer(server)}`);
            await ensureStarted(server, poller, session, new Deadline(clock, timeoutMs));
            session.log(`✓ ${describeServer(server)} is active`);
            left.delete(server);
        } catch (error) {
            let why = signal.aborted ? await startBeforeExit(server, session) : toActionError(error, `Starting ${describeServer(server)}`).parts.summary;
            failures.push(`${why} To start it yourself, set VPS_API_TOKEN to your API token and run: ${startCommand(server, inputs.apiUrl)}`);
        }
    });
    runner.endGroup();
    if (0 === failures.length) return;
    let failure = new ActionError({
        summary: `${capitalize([
            ...left
        ].map(describeServer).join(', '))} ${1 === left.size ? 'was' : 'were'} stopped for the snapshot and ${1 === left.size ? 'has' : 'have'} not been seen active since.`,
        state: failures,
        hint: 1 === left.size ? 'THE SERVER MAY BE DOWN: start it in the VPS.org control panel, or with the command above.' : 'THE SERVERS MAY BE DOWN: start them in the VPS.org control panel, or with the commands above.'
    });
    return {
        servers: [
            ...left
        ],
        failure
    };
}
async function startBeforeExit(server, session) {
    let problem = await startDetached(server, session);
    let result = void 0 === problem ? '"start" was sent to' : `${withFullStop(problem)} "start" could not be sent to`;
    return `The post step was cancelled; ${result} ${describeServer(server)}.`;
}
async function rollBackAfterJob(reason, snapshots, { earlierRollbacks, readable: couldRead }, restored, task) {
    let { inputs, runner } = task;
    let isAfterCancel = 'cancelled' === inputs.jobStatus;
    let progress = createRollbackProgress(task, reason, true);
    let open = [];
    let started = [];
    for (let one of snapshots){
        let earlier = findRollback(one, earlierRollbacks, task);
        if (earlier) if ('started' === earlier.outcome) started.push(startedRestore(one, earlier));
        else tellOfRollback(one.server, earlier, progress, runner);
        else open.push(one);
    }
    let isDone = 0 === open.length && 0 === started.length;
    if (snapshots.length > 0 && isDone && 0 === progress.skipped.length) return;
    await withReport(rollbackReport(progress, task), task, async ()=>{
        runner.group(`Rollback after the job: ${reason}`);
        await withNotification(progress, task, async ()=>{
            if (!snapshots.some(mayExist)) throw new ActionError({
                summary: `No rollback of ${formatServerIds(inputs.serverIds)} although ${reason}: this step did not take a snapshot.`,
                state: 'The post step restored nothing: whatever the job deployed is still running.',
                hint: 'Check the log of the step that should have taken the snapshot. To recover, deploy a release that works, or use `mode: rollback` with the snapshot_id of an older snapshot.'
            });
            if (isDone) return;
            let doing = open.length > 0 ? `roll back ${formatServerIds(open.map(({ server })=>server.key))}` : 'watch the restore that another step of this job started';
            assertMaySend(task, doing, open.map(notRolledBackLine));
            await rollBackOpen(open, started, progress, {
                isAfterCancel,
                couldRead
            }, task);
            for (let { server, stage } of progress.records)if ('restored' === stage) restored.add(server.key);
        });
    });
}
async function rollBackOpen(open, started, progress, { isAfterCancel, couldRead }, task) {
    let { inputs, session } = task;
    let { clock } = session.context;
    let deadline = new Deadline(clock, isAfterCancel ? AFTER_CANCEL_MS : inputs.timeoutMs);
    let refs = [
        ...open,
        ...started
    ].map(({ server })=>server);
    let view = await readServers(refs, {
        isAfterCancel,
        couldRead
    }, task, deadline);
    let serverPoller = createRestorePoller(view.servers, progress, session);
    let options = (checkedMs)=>{
        let timeoutMs = isAfterCancel ? Math.max(MIN_RESTORE_MS, deadline.leftMs()) : inputs.timeoutMs;
        return {
            isAfterCancel,
            timeoutMs,
            serverPoller,
            checkedMs
        };
    };
    let watch = async ()=>await watchRestores(started, view, progress, task, options(clock.monotonicMs()));
    let restore = async (targets, checkedMs)=>{
        await restoreTargets(targets, view, progress, task, options(checkedMs));
    };
    let servers = view.servers.slice(0, open.length);
    let job = {
        task,
        progress,
        isAfterCancel,
        deadline,
        servers
    };
    await allOf([
        started.length > 0 ? watch() : void 0,
        open.length > 0 ? restoreOpen(open, job, restore) : void 0
    ]);
    await checkAfterRestore(progress, view, task, isAfterCancel);
}
async function allOf(works) {
    for (let result of (await Promise.allSettled(works)))if ('rejected' === result.status) throw result.reason;
}
async function restoreOpen(open, given, restore) {
    let { servers, task } = given;
    let { session } = task;
    let waits = [];
    let progressLine = (waitedMs)=>waits.length > 0 ? snapshotProgressLine(waits, waitedMs) : `  Still looking for the snapshots of this step; ${formatDuration(waitedMs)} elapsed`;
    let poller = createSnapshotPoller(servers, session, progressLine);
    let job = {
        ...given,
        poller,
        waits
    };
    let there = await listSnapshots(open, job);
    let sightings = open.map((one)=>sight(one, snapshotsOf(there, one.server).snapshots, job));
    let checkedMs = session.context.clock.monotonicMs();
    let ready = sightings.flatMap(({ target })=>target && isCompleted(target) ? target : []);
    let others = sightings.filter(({ target })=>!(target && isCompleted(target)));
    await allOf([
        ready.length > 0 ? restore(ready, checkedMs) : void 0,
        ...others.map(async (sighting)=>{
            let target = await laterTarget(sighting, job);
            if (target) await restore([
                target
            ], checkedMs);
        })
    ]);
}
function findRollback({ server, snapshotId }, earlierRollbacks, { rollbackLog }) {
    return null === snapshotId ? void 0 : rollbackLog.find(server.key, snapshotId, earlierRollbacks);
}
function startedRestore({ server, name, createdAtMs }, entry) {
    let { snapshotKey: key, startedAtMs, serverStatus } = entry;
    let target = {
        key,
        server,
        name,
        status: COMPLETED,
        sizeMb: null,
        createdAtMs: createdAtMs ?? void 0
    };
    let record = {
        server,
        target: {
            ...target,
            description: ''
        },
        stage: 'started',
        wasAccepted: true,
        serverStatus
    };
    if (null === startedAtMs) return record;
    let discardedMs = null === createdAtMs ? void 0 : Math.max(0, startedAtMs - createdAtMs);
    return {
        ...record,
        startedAtMs,
        ...void 0 === discardedMs ? {} : {
            discardedMs
        }
    };
}
function tellOfRollback(server, { snapshotKey, outcome, serverStatus }, progress, runner) {
    let step = 'an earlier step of this job';
    if ('failed' === outcome) return void progress.skipped.push({
        server,
        reason: `${step} started to restore it from snapshot ${snapshotKey} and did not see it active again; its last status was "${serverStatus || 'unknown'}"`,
        leftBy: {
            state: 'The post step did not restore it again, because VPS.org had accepted that restore.',
            hint: `Check the server in the VPS.org control panel; if it is not being restored and does not come up, roll it back with \`mode: rollback\` and snapshot_id: ${snapshotKey}.`
        }
    });
    runner.notice(`${capitalize(describeServer(server))} was already rolled back to snapshot ${snapshotKey} by ${step}, so the post step will not do it again.`);
}
async function readServers(refs, { isAfterCancel, couldRead }, { session }, deadline) {
    let servers = refs.map((ref)=>({
            ...ref,
            status: resolve_UNREADABLE
        }));
    let maxMs = isAfterCancel ? READ_SERVERS_AFTER_CANCEL_MS : READ_SERVERS_MS;
    let readDeadline = new Deadline(session.context.clock, Math.min(maxMs, deadline.leftMs()));
    try {
        let read = createServerReader(servers, session.api);
        let now = await (couldRead ? readDespiteRefusals(read, session, readDeadline) : read(readDeadline));
        let seen = servers.map((server)=>{
            let status = now.find((one)=>isSame(one, server))?.status;
            return void 0 === status ? server : {
                ...server,
                status
            };
        });
        return {
            servers: seen,
            readable: true
        };
    } catch (error) {
        if (!isCallError(error)) throw error;
        if (isRefusal(error) && !(couldRead && error instanceof ForbiddenError)) return {
            servers,
            readable: false
        };
        session.warn(`The status of ${refs.map(describeServer).join(', ')} could not be read before the rollback, which continues without it: ${error.message}`);
        return {
            servers,
            readable: true
        };
    }
}
async function readDespiteRefusals(read, { context, log }, deadline) {
    for(let refusals = 0;; refusals += 1)try {
        return await read(deadline);
    } catch (error) {
        let isLast = refusals === post_MAX_REFUSALS || deadline.leftMs() <= REFUSAL_PAUSE_MS;
        if (isLast || !(error instanceof ForbiddenError)) throw error;
        log(`  ${error.message}; the step could read the servers, so this is retried`);
        await context.clock.sleep(REFUSAL_PAUSE_MS, context.signal);
    }
}
let ROLL_BACK_LATER = 'Check that the runner can reach api_url and that the API works, then roll back as described above.';
async function listSnapshots(owned, { servers, task, deadline }) {
    try {
        return await listByServer(servers, task.session, deadline);
    } catch (error) {
        if (!(error instanceof ActionError)) throw error;
        let state = [
            'No restore was started.',
            ...owned.map(notRolledBackLine)
        ];
        let hint = isTransient(error.cause) ? ROLL_BACK_LATER : error.parts.hint;
        throw new ActionError({
            ...error.parts,
            state,
            hint
        }, error);
    }
}
function sight(one, snapshots, { task, isAfterCancel }) {
    let snapshot = findOwnSnapshot(one, snapshots, task);
    if (!snapshot) return {
        one,
        obstacle: missingReason(one),
        mayLag: mayExist(one) && isYoung(one, task)
    };
    let obstacle = laterReleaseReason(snapshot, snapshots);
    if (void 0 !== obstacle) return {
        one,
        obstacle,
        mayLag: false
    };
    if (!hasFailed(snapshot) && !(isAfterCancel && isUnfinished(snapshot))) return {
        one,
        target: snapshot,
        mayLag: false
    };
    return {
        one,
        obstacle: `${describeSnapshot(snapshot)} has not completed; its status is "${snapshot.status}"`,
        mayLag: one.wasCompleted && isUnfinished(snapshot)
    };
}
function isYoung({ createdAtMs }, { session }) {
    return null === createdAtMs || session.context.clock.now() - createdAtMs < 2 * LIST_GRACE_MS;
}
function mayExist({ snapshotId, requested }) {
    return null !== snapshotId || requested;
}
function missingReason(one) {
    let { snapshotId: id } = one;
    if (!mayExist(one)) return 'this step did not take a snapshot of it';
    return null === id ? 'the snapshot of this step was not found; either it was never created, or the response to the create request was lost and VPS.org did not keep the marker' : `snapshot ${id} no longer exists, or is not the one that this step took`;
}
function laterReleaseReason(snapshot, snapshots) {
    let later = laterRelease(snapshot, snapshots);
    return later && `another run has since taken ${describeSnapshot(later)} in the same series; rolling back would undo that run's release`;
}
async function laterTarget(first, job) {
    let { server } = first.one;
    try {
        let { target, obstacle } = first.mayLag ? await sightAgain(first, job) : first;
        if (target && isCompleted(target)) return target;
        if (target) return await waitUntilCompleted(target, job);
        job.progress.skipped.push({
            server,
            reason: obstacle ?? ''
        });
    } catch (error) {
        let { summary: reason } = toActionError(error, `Waiting for the snapshot of ${describeServer(server)}`).parts;
        job.progress.skipped.push({
            server,
            reason
        });
    }
    return;
}
async function sightAgain(first, job) {
    let { servers, poller, deadline, isAfterCancel, task } = job;
    let { session } = task;
    let { server } = first.one;
    let leftMs = deadline.leftMs();
    let graceMs = isAfterCancel ? Math.max(0, leftMs - MIN_RESTORE_MS) : Math.min(LIST_GRACE_MS, leftMs);
    session.log(`  ${capitalize(describeServer(server))}: ${first.obstacle}; looking again for up to ${formatDuration(graceMs)}, because the list may lag behind`);
    let last = first;
    await poller.until((list)=>{
        last = sight(first.one, snapshotsOf(groupByServer(list, servers), server).snapshots, job);
        return !last.mayLag;
    }, new Deadline(session.context.clock, graceMs));
    return last;
}
async function waitUntilCompleted(snapshot, job) {
    let { poller, deadline, progress, task, waits } = job;
    let { session } = task;
    let { server, name } = snapshot;
    let record = {
        server,
        name,
        requested: true,
        snapshot,
        reused: true
    };
    waits.push(record);
    session.log(`  ${describeSnapshot(snapshot)} has not completed yet; waiting for it before the rollback`);
    try {
        await waitForSnapshot(record, poller, session, deadline, {
            onChange: ()=>void 0,
            nextSteps: TAKEN_EARLIER
        });
    } catch (error) {
        record.failure = toActionError(error, `Waiting for ${describeSnapshot(snapshot)}`);
        throw record.failure;
    }
    let completed = record.snapshot ?? snapshot;
    let readDeadline = new Deadline(session.context.clock, task.inputs.timeoutMs);
    let there = await listByServer([
        server
    ], session, readDeadline);
    let reason = laterReleaseReason(completed, snapshotsOf(there, server).snapshots);
    if (void 0 === reason) return completed;
    progress.skipped.push({
        server,
        reason
    });
    return;
}
function findOwnSnapshot(saved, snapshots, task) {
    let own = markerOf(originOf(task), saved.server);
    return findOwn(saved, snapshots, (snapshot)=>{
        if ('wait' === task.inputs.mode) return isOfRun(snapshot, own);
        return saved.reused ? marker_isOfStep(snapshot, own) : isOfAttempt(snapshot, own);
    });
}
async function listUntilSeen(owned, task, deadline) {
    let { session } = task;
    let servers = owned.map(({ server })=>server);
    let there = await listByServer(servers, session, deadline, 'Nothing was deleted.');
    let isMissing = (one)=>{
        let { snapshots } = snapshotsOf(there, one.server);
        let { snapshotId: id } = one;
        let isThere = null === id ? findOwnSnapshot(one, snapshots, task) : snapshots.some((other)=>isNamedBy(other, id));
        return !isThere && mayExist(one) && isYoung(one, task);
    };
    let missing = owned.filter(isMissing);
    if (0 === missing.length) return there;
    let graceMs = Math.min(LIST_GRACE_MS, deadline.leftMs());
    let names = formatServerIds(missing.map(({ server })=>server.key));
    session.log(`  The snapshot of ${names} is not listed; looking again for up to ${formatDuration(graceMs)}, because the list may lag behind`);
    let poller = createSnapshotPoller(servers, session, ()=>`  The snapshot of ${names} is still not listed`);
    await poller.until((list)=>{
        there = groupByServer(list, servers);
        return !missing.some(isMissing);
    }, new Deadline(session.context.clock, graceMs));
    return there;
}
async function deleteAfterJob(snapshots, task) {
    let { inputs, runner, session } = task;
    let progress = {
        mode: 'delete',
        records: [],
        decisions: [],
        gone: []
    };
    try {
        await withReport(deleteReport(progress, task), task, async ()=>{
            runner.group("The job succeeded; deleting this step's snapshots");
            assertMaySend(task, "delete this step's snapshots");
            let deadline = new Deadline(session.context.clock, inputs.timeoutMs);
            let servers = snapshots.map(({ server })=>({
                    ...server,
                    status: resolve_UNREADABLE
                }));
            let restoring = await restoringServers(servers, task, deadline);
            let there = await listUntilSeen(snapshots, task, deadline);
            for (let one of snapshots){
                let { snapshots: listed, unreadable } = snapshotsOf(there, one.server);
                let target = findOwnSnapshot(one, listed, task);
                let { snapshotId: id } = one;
                let server = capitalize(describeServer(one.server));
                if (restoring.some(({ key })=>key === one.server.key)) session.warn(`${server} is being restored, so its snapshot was not deleted.`);
                else if (target) progress.records.push({
                    target,
                    reason: 'delete_on_success',
                    stage: 'checked'
                });
                else if (null !== id && listed.some((snapshot)=>isNamedBy(snapshot, id))) {
                    let taker = 'wait' === inputs.mode ? 'was not taken by this run' : 'is no longer the one that this step took';
                    session.warn(`${server}: snapshot ${id} ${taker}, so it was not deleted.`);
                } else if (mayExist(one) && (null === id || unreadable > 0)) {
                    let unread = unreadable > 0 ? ' It may be an item in the list that cannot be read.' : '';
                    session.warn(`${server}: ${missingReason(one)}, so nothing was deleted.${unread}`);
                } else if (null !== id) {
                    session.log(`Snapshot ${id} on ${describeServer(one.server)} no longer exists`);
                    progress.gone.push(id);
                }
            }
            await deleteAll(progress.records, session, deadline);
        });
    } catch (error) {
        if (session.context.signal.aborted) throw error;
        runner.warning(`The release succeeded, but its snapshot still exists.\n${errorMessage(error)}`);
    }
}
async function pruneSnapshots(task) {
    let { inputs, run, session, runner } = task;
    let progress = {
        mode: 'prune',
        records: [],
        decisions: [],
        gone: []
    };
    await withReport(deleteReport(progress, task), task, async ()=>{
        runner.group(`Pruning the snapshots of ${formatServers(inputs.serverIds)}`);
        let deadline = new Deadline(session.context.clock, inputs.timeoutMs);
        let { servers } = await resolveServers(inputs.serverIds, session, deadline);
        if (inputs.dryRun) await warnAboutPermissions(task);
        let restoring = servers.filter(({ status })=>status === RESTORING);
        if (restoring.length > 0) throw restoringError(restoring);
        let there = await listByServer(servers, session, deadline, 'Nothing was changed.');
        let own = {
            repository: repositoryHash(run),
            runId: run.runId
        };
        let series = void 0 === inputs.series ? void 0 : seriesHash(inputs.series);
        for (let server of servers){
            let decisions = decidePrune(snapshotsOf(there, server).snapshots, policyOf(task), own, series);
            progress.decisions.push(...decisions);
            for (let { snapshot, stays, reason } of decisions)if (!stays) if (session.isRestoreSource(snapshot)) session.warn(inUse(snapshot).message);
            else progress.records.push({
                target: snapshot,
                reason,
                stage: 'checked'
            });
        }
        await deleteOrPlan(progress, task, deadline);
    });
}
async function rollback_rollBack(task) {
    let { inputs, session, runner } = task;
    let progress = createRollbackProgress(task, '', false);
    let report = rollbackReport(progress, task);
    await withReport(report, task, async ()=>{
        runner.group(`Rollback of ${formatServers(inputs.serverIds)}`);
        let deadline = new Deadline(session.context.clock, inputs.timeoutMs);
        await withNotification(progress, task, async ()=>{
            let resolved = await resolveServers(inputs.serverIds, session, deadline);
            if (inputs.dryRun) await warnAboutPermissions(task);
            let targets = await selectTargets(resolved.servers, {
                named: inputs.snapshotIds,
                latest: inputs.latest,
                origin: originOf(task),
                series: inputs.series
            }, session, deadline);
            await rollBackTo(targets, resolved, progress, report, task);
        });
    });
}
function outdatedError({ snapshots, there }, nowMs) {
    let outdated = snapshots.flatMap((snapshot)=>{
        let later = laterRelease(snapshot, snapshotsOf(there, snapshot.server).snapshots);
        return later ? {
            snapshot,
            later
        } : [];
    });
    if (0 === outdated.length) return;
    let servers = formatServerIds(outdated.map(({ snapshot })=>snapshot.server.key));
    let since = 1 === outdated.length ? 'the snapshot in snapshot_id was' : 'the snapshots in snapshot_id were';
    let line = (snapshot)=>`  ${capitalize(describeSnapshot(snapshot))}: ${snapshot.status}, ${formatAge(snapshot.createdAtMs, nowMs)}`;
    return new ActionError({
        summary: `Since ${since} taken, another run has taken one in the same series on ${servers}. Rolling back to the older one would undo that run's release.`,
        state: outdated.flatMap(({ snapshot, later })=>[
                line(snapshot),
                `${line(later)}, taken by run ${readMarker(later)?.runId}`
            ]),
        hint: 'Run the whole workflow again ("Re-run all jobs"), so that a fresh snapshot is taken before the deploy. Re-running only the failed jobs would use the old one again if another job took it.'
    });
}
function foreignError(snapshots, own, nowMs) {
    let lines = snapshots.flatMap((snapshot)=>{
        let marker = readMarker(snapshot);
        if (!marker || isOfRun(snapshot, own)) return [];
        let taker = marker.repository === own.repository ? `run ${marker.runId}` : 'another repository';
        let age = formatAge(snapshot.createdAtMs, nowMs);
        return `  ${capitalize(describeSnapshot(snapshot))}: ${snapshot.status}, ${age}, taken by ${taker}`;
    });
    if (0 === lines.length) return;
    return new ActionError({
        summary: `snapshot_id names ${1 === lines.length ? 'a snapshot' : 'snapshots'} of another run. After the job, only a snapshot that this run took is restored, so a deploy could not be rolled back.`,
        state: lines,
        hint: 'Set snapshot_id to the output `snapshots` of a step of this run. To restore a snapshot of another run, use a step with `mode: rollback`.'
    });
}
function ageWarning(snapshots, nowMs) {
    let lines = snapshots.flatMap((snapshot)=>{
        let { createdAtMs } = snapshot;
        if (!isCompleted(snapshot) || void 0 === createdAtMs || nowMs - createdAtMs < MAX_REUSE_AGE_MS) return [];
        let discarded = formatDiscarded(createdAtMs, nowMs - createdAtMs);
        return `${capitalize(describeSnapshot(snapshot))} was taken ${formatAge(createdAtMs, nowMs)}: a rollback to it would discard ${discarded}.`;
    });
    if (0 === lines.length) return;
    return [
        ...lines,
        'For a fresh snapshot before the deploy, run the whole workflow again.'
    ].join('\n');
}
async function waitForSnapshots(task) {
    let { inputs, session, runner } = task;
    let { clock } = session.context;
    let progress = {
        records: [],
        replaced: [],
        pruned: [],
        decisions: []
    };
    let report = snapshotReport(progress, task);
    await withReport(report, task, async ()=>{
        runner.group(`Waiting for the snapshot${1 === inputs.serverIds.length ? '' : 's'} of ${formatServers(inputs.serverIds)}`);
        let deadline = new Deadline(clock, inputs.timeoutMs);
        let { servers, readable } = await resolveServers(inputs.serverIds, session, deadline);
        saveReadable(runner, readable);
        if (inputs.dryRun || isRollbackArmed(task)) await warnAboutPermissions(task);
        let selection = await selectForWait(servers, inputs.snapshotIds, originOf(task), session, deadline);
        progress.records.push(...selection.snapshots.map((snapshot)=>({
                server: snapshot.server,
                name: snapshot.name,
                requested: true,
                snapshot,
                reused: false,
                wasCompleted: isCompleted(snapshot),
                startedAtMs: snapshot.createdAtMs ?? clock.now()
            })));
        let onChange = ()=>{
            saveSnapshots(runner, progress.records);
            setOutputs(report, task);
        };
        if (!inputs.dryRun) onChange();
        assertUsable(selection, task);
        if (inputs.dryRun) return tellPlan(snapshotPlan(progress), task);
        logCompleted(selection.snapshots, task);
        await createAll(progress.records, {
            servers,
            there: new Map(),
            settings: {
                origin: originOf(task),
                description: '',
                rules: {
                    policy: policyOf(task),
                    onLimit: inputs.onLimit
                },
                stopServer: false,
                wait: true,
                timeoutMs: inputs.timeoutMs,
                maxParallel: inputs.maxParallel,
                apiUrl: inputs.apiUrl,
                nextSteps: TAKEN_EARLIER
            },
            events: {
                onChange,
                onStoppedChange: ()=>void 0,
                onReplace: ()=>void 0
            },
            session,
            snapshotPoller: createSnapshotPoller(servers, session, (waitedMs)=>snapshotProgressLine(progress.records, waitedMs)),
            serverPoller: createServerPoller(servers, session)
        });
        await finishSnapshots({
            ...progress,
            servers
        }, task);
        if (!snapshotFailure(progress)) saveSucceeded(runner);
    });
}
function assertUsable(selection, task) {
    let { inputs, session } = task;
    let nowMs = session.context.clock.now();
    let own = {
        repository: repositoryHash(task.run),
        runId: task.run.runId
    };
    let problem = foreignError(selection.snapshots, own, nowMs) ?? outdatedError(selection, nowMs);
    if (problem && isRollbackArmed(task) && !inputs.dryRun) throw problem;
    if (inputs.safetySnapshot) assertRoomForSafetySnapshot(selection, task, nowMs);
    let warning = problem?.message ?? ageWarning(selection.snapshots, nowMs);
    if (void 0 !== warning) session.warn(warning);
}
function assertRoomForSafetySnapshot({ snapshots, there }, task, nowMs) {
    let full = snapshots.flatMap((snapshot)=>{
        let { server } = snapshot;
        let now = snapshotsOf(there, server);
        let own = ownMarker(snapshot, task);
        let left = own ? forecastOf({
            server,
            snapshot
        }, there, task, own).left : now;
        if (hasRoomForSafetySnapshot(server, left, 0, task.run)) return [];
        return [
            {
                server,
                there: now,
                own: own ?? markerOf(originOf(task), server)
            }
        ];
    });
    if (0 === full.length) return;
    let rules = {
        policy: policyOf(task),
        onLimit: 'replace_oldest'
    };
    throw limitError(full, rules, nowMs, {
        problem: `no room for another snapshot (the limit is ${MAX_SNAPSHOTS})`,
        more: ' For a rollback, safety_snapshot needs room in addition to the snapshot in snapshot_id.'
    });
}
function logCompleted(snapshots, { session }) {
    if (1 === snapshots.length) return;
    for (let snapshot of snapshots.filter(isCompleted)){
        let taken = formatTaken(snapshot.createdAtMs, session.context.clock.now());
        session.log(`✓ ${describeSnapshot(snapshot)} had already completed (${taken}, ${formatSize(snapshot.sizeMb)})`);
    }
}
let SHARE = 0.05;
let MIN_MS = 5000;
let MAX_MS = 15_000;
let JITTER = 0.1;
function adaptive(random) {
    return (waitedMs)=>{
        let pauseMs = Math.min(MAX_MS, Math.max(MIN_MS, waitedMs * SHARE));
        return pauseMs * (1 + JITTER * (2 * random() - 1));
    };
}
function fixed(pauseMs) {
    return ()=>pauseMs;
}
let GRAM_LENGTH = 8;
let REPLACEMENT = '***';
let ENTITIES = [
    'amp;',
    'lt;',
    'gt;',
    'quot;',
    'apos;'
];
let ENTITY_CODES = {
    'amp;': 0x26,
    'lt;': 0x3c,
    'gt;': 0x3e,
    'quot;': 0x22,
    'apos;': 0x27
};
let SPANS = [
    '<span>',
    '</span>'
];
let redact_FORMAT = /^\p{Cf}$/u;
let ESCAPED = /[\p{Cc}\p{Cf}]|&[#aglq]|%[0-9a-f]{2}|\\u|<\/?span>/iu;
let JSON_ESCAPE = /\\(?<meant>["\\/])/gu;
let MAX_LEVELS = 4;
let PLAIN_WORD = /^[a-z-]{1,12}$/u;
let WINDOW_LENGTH = 65_536;
let MAX_ESCAPED_FACTOR = 32;
let MIN_OVERLAP = 8192;
let { imul } = Math;
let HASH_BASE = 0x01000193;
let HASH_LEAVING = powerOfBase(GRAM_LENGTH);
let HASH_SLOTS = 65_536;
function createRedactor(secrets) {
    let given = secrets.map((secret)=>secret.trim()).filter((secret)=>'' !== secret);
    if (0 === given.length) return (text)=>text;
    let needles = needlesOf(given);
    return (text)=>{
        if (isPlain(text, needles)) return text;
        let found = [];
        for(let from = 0; 0 === from || from + needles.overlap < text.length; from += WINDOW_LENGTH)findInWindow(text, from, needles, found);
        return 0 === found.length ? text : replace(text, found);
    };
}
function needlesOf(secrets) {
    let wholes = new Set();
    let grams = new Set();
    for (let secret of secrets){
        wholes.add(lowerCase(secret));
        for (let part of partsOf(secret, wholes))for (let form of [
            part,
            ...base64Forms(part)
        ].map(lowerCase))for (let gram of gramsOf(form))grams.add(gram);
    }
    let byHash = Map.groupBy(grams, hashOf);
    let slots = new Uint8Array(HASH_SLOTS);
    for (let hash of byHash.keys())slots[slotOf(hash)] = 1;
    let longest = Math.max(0, ...[
        ...wholes
    ].map(({ length })=>length));
    return {
        wholes: [
            ...wholes
        ].filter((whole)=>whole.length < GRAM_LENGTH || gramsOf(whole).some((gram)=>!grams.has(gram))),
        grams: byHash,
        slots,
        overlap: Math.max(MIN_OVERLAP, longest * MAX_ESCAPED_FACTOR)
    };
}
function gramsOf(text) {
    return Array.from({
        length: Math.max(0, text.length - GRAM_LENGTH + 1)
    }, (_, at)=>text.slice(at, at + GRAM_LENGTH));
}
function partsOf(secret, wholes) {
    let url = /^https?:/iu.test(secret) ? URL.parse(secret) : null;
    if (null === url) return secret.split(/\s+/u).filter((part)=>part.length >= GRAM_LENGTH);
    let path1 = `${url.pathname}${url.search}${url.hash}`;
    wholes.add(lowerCase(url.href));
    if (path1.length >= GRAM_LENGTH) wholes.add(lowerCase(path1));
    let parts = [
        ...path1.split(/[/?&=#;]/u),
        url.username,
        url.password
    ];
    return parts.filter((part)=>part.length >= GRAM_LENGTH && !PLAIN_WORD.test(part));
}
function base64Forms(text) {
    return [
        0,
        1,
        2
    ].flatMap((shift)=>{
        let bytes = Buffer.concat([
            Buffer.alloc(shift),
            Buffer.from(text)
        ]);
        let ownCharacters = Math.floor(8 * bytes.length / 6);
        let form = bytes.toString('base64').slice(Math.ceil(8 * shift / 6), ownCharacters);
        return [
            form,
            form.replaceAll('+', '-').replaceAll('/', '_')
        ];
    });
}
function lowerCase(text) {
    return text.replace(/[A-Z]+/gu, (capitals)=>capitals.toLowerCase());
}
function isPlain(text, needles) {
    let resolved = text;
    for(let level = 0; level <= MAX_LEVELS; level += 1){
        if (ESCAPED.test(resolved) || hasSecret(resolved, needles)) return false;
        if (resolved.search(JSON_ESCAPE) < 0) return true;
        if (text.length > WINDOW_LENGTH) return false;
        resolved = resolved.replace(JSON_ESCAPE, '$<meant>');
    }
    return true;
}
function hasSecret(text, { wholes, grams, slots }) {
    let hash = 0;
    for(let end = 1; end <= text.length; end += 1){
        let leaving = end > GRAM_LENGTH ? lowerCode(text.charCodeAt(end - 1 - GRAM_LENGTH)) : 0;
        hash = rollHash(hash, lowerCode(text.charCodeAt(end - 1)), leaving);
        if (1 === slots[slotOf(hash)] && end >= GRAM_LENGTH) {
            let gram = lowerCase(text.slice(end - GRAM_LENGTH, end));
            if (grams.get(hash)?.includes(gram)) return true;
        }
    }
    let lower = 0 === wholes.length ? '' : lowerCase(text);
    return wholes.some((whole)=>lower.includes(whole));
}
function findInWindow(text, from, needles, found) {
    let length = Math.min(text.length - from, WINDOW_LENGTH + needles.overlap);
    let layer = createLayer(length);
    for(let at = 0; at < length; at += 1)addCode(layer, text.charCodeAt(from + at), from + at, from + at + 1);
    findInLayer(layer, needles, found);
    for(let level = 1; level <= MAX_LEVELS; level += 1){
        let decoded = decode(layer);
        if (!decoded) return;
        findInLayer(decoded, needles, found);
        layer = decoded;
    }
}
function createLayer(maxLength) {
    return {
        codes: new Uint16Array(maxLength),
        starts: new Uint32Array(maxLength),
        ends: new Uint32Array(maxLength),
        length: 0
    };
}
function addCode(layer, code, start, end) {
    layer.codes[layer.length] = lowerCode(code);
    layer.starts[layer.length] = start;
    layer.ends[layer.length] = end;
    layer.length += 1;
}
function lowerCode(code) {
    return code >= 0x41 && code <= 0x5a ? code + 0x20 : code;
}
function findInLayer(layer, { wholes, grams, slots }, found) {
    let { codes, starts, ends, length } = layer;
    let isGram = (hash, end)=>grams.get(hash)?.some((gram)=>redact_endsWith(codes, end, gram)) === true;
    let add = (at, end)=>{
        let [start, last] = found.at(-1) ?? [
            0,
            -1
        ];
        let range = [
            starts[at] ?? 0,
            ends[end - 1] ?? 0
        ];
        if (range[0] >= start && range[0] <= last) found[found.length - 1] = [
            start,
            Math.max(last, range[1])
        ];
        else found.push(range);
    };
    let hash = 0;
    for(let end = 1; end <= length; end += 1){
        let at = end - GRAM_LENGTH;
        hash = rollHash(hash, codes[end - 1] ?? 0, codes[at - 1] ?? 0);
        if (at >= 0 && 1 === slots[slotOf(hash)] && isGram(hash, end)) add(at, end);
    }
    for (let whole of wholes){
        let last = whole.charCodeAt(whole.length - 1);
        for(let at = codes.indexOf(last); at >= 0 && at < length; at = codes.indexOf(last, at + 1))if (redact_endsWith(codes, at + 1, whole)) add(at + 1 - whole.length, at + 1);
    }
}
function rollHash(hash, entering, leaving) {
    return imul(hash, HASH_BASE) + entering - imul(leaving, HASH_LEAVING) | 0;
}
function hashOf(gram) {
    return Array.from(gram).reduce((hash, character)=>rollHash(hash, character.charCodeAt(0), 0), 0);
}
function slotOf(hash) {
    return (hash ^ hash >>> 16) & HASH_SLOTS - 1;
}
function powerOfBase(exponent) {
    return Array.from({
        length: exponent
    }).reduce((power)=>imul(power, HASH_BASE), 1);
}
function redact_endsWith(codes, end, whole) {
    if (end < whole.length) return false;
    for(let distance = 1; distance <= whole.length; distance += 1)if (codes[end - distance] !== whole.charCodeAt(whole.length - distance)) return false;
    return true;
}
function decode(layer) {
    let { codes, starts, ends } = layer;
    let decoded = createLayer(layer.length);
    let isEscaped = false;
    for(let at = 0; at < layer.length;){
        let code = codes[at] ?? 0;
        let escaped = mayEscape(code) ? escapeAt(layer, at) : void 0;
        let length = escaped?.length ?? 1;
        let meant = escaped ? escaped.code : code;
        let start = starts[at] ?? 0;
        let end = ends[at + length - 1] ?? 0;
        if (void 0 !== meant && meant <= 0xffff) addCode(decoded, meant, start, end);
        else if (void 0 !== meant) for (let unit of surrogates(meant))addCode(decoded, unit, start, end);
        isEscaped ||= void 0 !== escaped;
        at += length;
    }
    return isEscaped ? decoded : void 0;
}
function mayEscape(code) {
    return code < 0x27 || 0x5c === code || 0x3c === code || code >= 0x7f;
}
function escapeAt(layer, at) {
    let { codes } = layer;
    let code = codes[at];
    if (0x26 === code) return 0x23 === codes[at + 1] ? numericReferenceAt(layer, at) : entityAt(layer, at);
    if (0x25 === code) return hexAt(layer, at + 1, 2, 1);
    if (0x5c === code) {
        let next = codes[at + 1];
        if (at + 1 < layer.length && (0x22 === next || 0x5c === next || 0x2f === next)) return {
            length: 2,
            code: next
        };
        return 0x75 === next ? hexAt(layer, at + 2, 4, 2) : void 0;
    }
    if (0x3c === code) {
        let span = SPANS.find((one)=>redact_startsWith(layer, at, one));
        return void 0 === span ? void 0 : {
            length: span.length
        };
    }
    return isControl(code) ? {
        length: controlLength(layer, at)
    } : formatAt(layer, at);
}
function redact_startsWith({ codes, length }, at, text) {
    return at + text.length <= length && redact_endsWith(codes, at + text.length, text);
}
function entityAt(layer, at) {
    let entity = ENTITIES.find((one)=>redact_startsWith(layer, at + 1, one));
    return entity && {
        length: entity.length + 1,
        code: ENTITY_CODES[entity]
    };
}
function numericReferenceAt(layer, at) {
    let { codes } = layer;
    let isHex = 0x78 === codes[at + 2];
    let start = at + (isHex ? 3 : 2);
    let maxDigits = isHex ? 6 : 7;
    let code = 0;
    let end = start;
    while(end < layer.length && end - start < maxDigits && hexValue(codes[end]) < (isHex ? 16 : 10)){
        code = code * (isHex ? 16 : 10) + hexValue(codes[end]);
        end += 1;
    }
    if (end === start || end >= layer.length || 0x3b !== codes[end]) return;
    return {
        length: end + 1 - at,
        code: code <= 0x10ffff ? code : void 0
    };
}
function hexAt({ codes, length }, start, digits, prefixLength) {
    if (start + digits > length) return;
    let code = 0;
    for(let at = start; at < start + digits; at += 1){
        let value = hexValue(codes[at]);
        if (value > 15) return;
        code = 16 * code + value;
    }
    return {
        length: prefixLength + digits,
        code
    };
}
function hexValue(code = 0) {
    if (code >= 0x30 && code <= 0x39) return code - 0x30;
    return code >= 0x61 && code <= 0x66 ? code - 0x57 : 16;
}
function isControl(code = 0x20) {
    return code < 0x20 || code >= 0x7f && code < 0xa0;
}
function controlLength({ codes, length }, at) {
    let skip = (from, maxLength, isMeant)=>{
        let end = from;
        while(end < length && end - from < maxLength && isMeant(codes[end] ?? 0))end += 1;
        return end;
    };
    if (0x5b === codes[at + 1]) {
        let parameters = skip(at + 2, 30, (code)=>code >= 0x30 && code <= 0x3f);
        let final = skip(parameters, 5, (code)=>code >= 0x20 && code <= 0x2f);
        let code = codes[final] ?? 0;
        return final < length && code >= 0x40 && code <= 0x7e ? final + 1 - at : 1;
    }
    if (0x5d === codes[at + 1]) {
        let end = skip(at + 2, 200, (code)=>!isControl(code));
        if (end >= length || !isControl(codes[end])) return 1;
        return end + 1 < length && 0x5c === codes[end + 1] ? end + 2 - at : end + 1 - at;
    }
    return 1;
}
function formatAt({ codes, length }, at) {
    let code = codes[at] ?? 0;
    if (code < 0xad) return;
    let isPair = code >= 0xd800 && code < 0xdc00 && at + 1 < length;
    let character = isPair ? String.fromCharCode(code, codes[at + 1] ?? 0) : String.fromCharCode(code);
    return redact_FORMAT.test(character) ? {
        length: character.length
    } : void 0;
}
function surrogates(code) {
    let character = String.fromCodePoint(code);
    return [
        character.charCodeAt(0),
        character.charCodeAt(1)
    ];
}
function replace(text, found) {
    let ordered = found.toSorted(([a], [b])=>a - b);
    let parts = [];
    let end = 0;
    for (let [start, rangeEnd] of ordered){
        if (start >= end && !(start === end && parts.length > 0)) parts.push(text.slice(end, start), REPLACEMENT);
        end = Math.max(end, rangeEnd);
    }
    return [
        ...parts,
        text.slice(end)
    ].join('');
}
function inputErrorSummary(error) {
    return page('### ❌ VPS.org snapshot action: invalid inputs', cautionBlock(error.message));
}
function memoizeLast(work) {
    let last;
    return (input)=>{
        if (last?.input !== input) last = {
            input,
            output: work(input)
        };
        return last.output;
    };
}
let MAX_VALUES = 200_000;
let COMMA = 0x2c;
let BRACKET = 0x5b;
let BRACE = 0x7b;
let QUOTE = 0x22;
let BACKSLASH = 0x5c;
let Json = pipe(string(), parseJson());
function readJson(request, schema, { body }) {
    if (hasTooManyValues(body)) throw new InvalidResponseError(request, `it has more than ${MAX_VALUES} values`);
    let json = safeParse(Json, body);
    if (!json.success) throw new InvalidResponseError(request, 'expected JSON');
    let parsed = safeParse(schema, json.output);
    if (parsed.success) return parsed.output;
    let [issue1] = parsed.issues;
    let path1 = getDotPath(issue1);
    throw new InvalidResponseError(request, `expected ${issue1.expected}${null === path1 ? '' : ` at ${path1}`}`, true);
}
function hasTooManyValues(body) {
    if (body.length <= MAX_VALUES) return false;
    let count = 0;
    let isInText = false;
    for(let at = 0; at < body.length && count <= MAX_VALUES; at += 1){
        let code = body.charCodeAt(at);
        if (code === BACKSLASH) at += 1;
        else if (code === QUOTE) isInText = !isInText;
        else if (!isInText && (code === COMMA || code === BRACKET || code === BRACE)) count += 1;
    }
    return count > MAX_VALUES;
}
let NUMBER = /^\d+(?:\.\d+)?$/u;
let ISO_TIME = /^(?<date>\d{4}-\d{2}-\d{2})[T ](?<time>\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?) ?(?<zone>Z|[+-]\d{2}(?::?\d{2})?)?$/iu;
let time_MIN_MS = 1e11;
let time_MAX_MS = 1e13;
function parseTime(time) {
    let text = String(time).trim();
    let ms = NUMBER.test(text) ? fromNumber(Number(text)) : fromIso(text);
    return ms > 0 && ms < time_MAX_MS ? ms : void 0;
}
function fromNumber(value) {
    return value >= time_MIN_MS ? value : 1000 * value;
}
function fromIso(text) {
    let { date, time, zone = 'Z' } = ISO_TIME.exec(text)?.groups ?? {};
    if (void 0 === date || void 0 === time) return 0 / 0;
    let [, sign = '', hours = '', minutes = '00'] = /^([+-])(\d{2}):?(\d{2})?$/u.exec(zone) ?? [];
    return Date.parse(`${date}T${time}${'' === sign ? 'Z' : `${sign}${hours}:${minutes}`}`);
}
function bounded(length) {
    return pipe(fallback(nullish(string(), ''), ''), transform((text)=>truncate(text, length)));
}
let Name = bounded(255);
let Description = bounded(2000);
let Status = pipe(bounded(64), transform((status)=>status.trim().toLowerCase() || UNKNOWN));
let OptionalId = fallback(optional(IdFromApi), void 0);
let schema_DECIMAL = /^\d{1,12}(?:\.\d{1,9})?$/u;
let Decimal = union([
    pipe(number(), finite()),
    pipe(string(), trim(), regex(schema_DECIMAL), transform(Number))
]);
let Size = fallback(nullable(Decimal), null);
let Time = fallback(nullish(pipe(union([
    pipe(number(), finite()),
    string()
]), transform(parseTime))), null);
let ServerObject = object({
    id: OptionalId,
    uuid: OptionalId,
    name: Name,
    hostname: Name
});
let BareServer = pipe(IdFromApi, transform((id)=>({
        id,
        uuid: void 0,
        name: '',
        hostname: ''
    })));
let WithServer = object({
    server: fallback(optional(union([
        ServerObject,
        BareServer
    ])), void 0),
    server_id: OptionalId,
    server_uuid: OptionalId
});
function toNamedServer({ server, server_id, server_uuid }) {
    let ids = [
        server?.id,
        server_id,
        server?.uuid,
        server_uuid
    ].filter((id)=>void 0 !== id);
    let isInteger = (id)=>'number' == typeof toJsonId(id);
    let [integer, ...otherIntegers] = ids.filter(isInteger);
    let [uuid, ...otherUuids] = ids.filter((id)=>!isInteger(id));
    let isClear = otherIntegers.every((id)=>id === integer) && otherUuids.every((id)=>uuid && isSameId(id, uuid));
    let identity = isClear ? toIdentity(integer, uuid) : void 0;
    return {
        ids,
        server: identity && {
            ...identity,
            name: server?.name || server?.hostname || ''
        }
    };
}
let LowerCase = pipe(bounded(64), transform((status)=>status.trim().toLowerCase()));
let ServerWithStatus = union([
    object({
        ...ServerObject.entries,
        status: LowerCase
    }),
    pipe(BareServer, transform((server)=>({
            ...server,
            status: ''
        })))
]);
let RestoreOfResponse = union([
    pipe(object({
        ...WithServer.entries,
        server: fallback(optional(ServerWithStatus), void 0),
        status: LowerCase,
        snapshot: fallback(object({
            id: OptionalId,
            uuid: OptionalId
        }), {
            id: void 0,
            uuid: void 0
        }),
        snapshot_id: OptionalId
    }), transform((body)=>({
            named: toNamedServer(body),
            snapshot: toIdentity(body.snapshot.id ?? body.snapshot_id, body.snapshot.uuid),
            status: body.status,
            serverStatus: body.server?.status ?? ''
        }))),
    pipe(unknown(), transform(()=>EMPTY_RESTORE))
]);
let EMPTY_RESTORE = {
    named: {
        ids: [],
        server: void 0
    },
    snapshot: void 0,
    status: '',
    serverStatus: ''
};
let SnapshotOfResponse = pipe(object({
    ...WithServer.entries,
    id: OptionalId,
    uuid: OptionalId,
    name: Name,
    status: Status,
    size_mb: Size,
    created_at: Time,
    description: Description
}), rawTransform(({ dataset: { value }, addIssue, NEVER })=>{
    let { name, status, size_mb: sizeMb, created_at, description } = value;
    let identity = toIdentity(value.id, value.uuid);
    if (identity) {
        let named = toNamedServer(value);
        return {
            ...identity,
            named,
            name,
            status,
            sizeMb,
            createdAtMs: created_at ?? void 0,
            description
        };
    }
    addIssue({
        message: 'no id',
        expected: 'id or uuid'
    });
    return NEVER;
}));
let ListedSnapshot = pipe(SnapshotOfResponse, rawTransform(({ dataset: { value }, addIssue, NEVER })=>{
    let { named, ...snapshot } = value;
    if (named.server) return {
        ...snapshot,
        server: named.server
    };
    addIssue({
        message: 'no server',
        expected: 'one server'
    });
    return NEVER;
}));
let ListedIdentity = pipe(object({
    id: OptionalId,
    uuid: OptionalId
}), transform(({ id, uuid })=>toIdentity(id, uuid)));
let ListedServer = pipe(object({
    ...ServerObject.entries,
    status: Status
}), rawTransform(({ dataset: { value }, addIssue, NEVER })=>{
    let identity = toIdentity(value.id, value.uuid);
    if (identity) return {
        ...identity,
        name: value.name || value.hostname,
        status: value.status
    };
    addIssue({
        message: 'no id',
        expected: 'id or uuid'
    });
    return NEVER;
}));
let ServerDetail = union([
    ListedServer,
    pipe(unknown(), transform(()=>void 0))
]);
let Permission = pipe(string(), transform((text)=>truncate(text, 64)));
let MAX_PERMISSIONS = 50;
let Account = pipe(object({
    token: fallback(object({
        permissions: fallback(nullish(array(Permission)), null)
    }), {
        permissions: null
    })
}), transform(({ token })=>token.permissions?.slice(0, MAX_PERMISSIONS)));
let PAGE_SIZE = '100';
let MAX_LIST_LENGTH = 33554432;
let MAX_ITEMS = 20_000;
let Count = union([
    number(),
    pipe(string(), regex(/^\d{1,9}$/u), transform(Number))
]);
let FrameworkPage = object({
    results: array(unknown()),
    next: fallback(nullish(string()), null),
    count: fallback(nullish(Count), null)
});
let BareList = pipe(array(unknown()), transform((results)=>({
        results,
        next: null,
        count: null
    })));
let AnyPage = union([
    FrameworkPage,
    BareList
]);
function createPageReader(schema) {
    let last;
    return (request, response)=>{
        if (last?.body !== response.body) last = {
            body: response.body,
            page: readPage(request, response, schema)
        };
        return last.page;
    };
}
function readPage(request, response, schema) {
    let { results, next, count } = readJson(request, AnyPage, response);
    let items = [];
    let unreadable = [];
    for (let result of results){
        let item = safeParse(schema, result);
        if (item.success) items.push(item.output);
        else unreadable.push(readIdentity(result));
    }
    return {
        items,
        unreadable,
        next,
        count
    };
}
function readIdentity(item) {
    let identity = safeParse(ListedIdentity, item);
    return identity.success ? identity.output : void 0;
}
async function readList(send, path1, query, readItems, deadline) {
    let list = new ItemCollector();
    let requested = new Set();
    let length = 0;
    let search = new URLSearchParams({
        ...query,
        page_size: PAGE_SIZE
    });
    let isGuess = false;
    for(let number = 1;; number += 1){
        let asked = {
            method: 'GET',
            path: path1,
            query: search
        };
        let request = {
            ...asked,
            read: (response)=>readItems(asked, response)
        };
        if (number > 1 && 0 === deadline.leftMs()) throw new RequestError(request, `the list did not end before the timeout, after ${number - 1} pages`, true);
        requested.add(pageKey(search));
        let response = await sendForPage(send, request, {
            number,
            isGuess
        }, deadline);
        if (void 0 === response) return list;
        length += response.body.length;
        if (length > MAX_LIST_LENGTH) throw new InvalidResponseError(request, 'the list is larger than 32 MiB');
        let page = readItems(asked, response);
        let { next, count } = page;
        let hasNew = list.add(page);
        if (list.size > MAX_ITEMS) throw new InvalidResponseError(request, `the list has more than ${MAX_ITEMS} items`);
        let linked = followNext(search, next);
        if (linked) search = linked;
        else {
            if (!hasNew || !(list.size < (count ?? 0))) return list;
            search = withQuery(search, {
                page: String(number + 1)
            });
        }
        isGuess = void 0 === linked;
        if (requested.has(pageKey(search))) return list;
    }
}
async function sendForPage(send, request, { number, isGuess }, deadline) {
    try {
        return await send(request, deadline);
    } catch (error) {
        if (number > 1 && isInvalidPage(error) || isGuess && error instanceof NotFoundError) return;
        throw error;
    }
}
function followNext(search, next) {
    let url = next ? URL.parse(next, 'https://vps.invalid/') : null;
    return url && '' !== url.search ? withQuery(search, Object.fromEntries(url.searchParams)) : void 0;
}
function withQuery(search, query) {
    let merged = new URLSearchParams(search);
    for (let [name, value] of Object.entries(query))merged.set(name, value);
    return merged;
}
function pageKey(search) {
    return String(withQuery(search, {
        page: search.get('page') ?? '1'
    }));
}
class ItemCollector {
    items = [];
    identified = [];
    unreadable = 0;
    #indexes = new Map();
    get size() {
        return this.items.length + this.unreadable;
    }
    add({ items, unreadable }) {
        let before = this.size;
        for (let item of items)this.#addItem(item);
        this.unreadable += unreadable.length;
        for (let identity of unreadable)if (identity) this.identified.push(identity);
        return this.size > before;
    }
    #addItem(item) {
        let key = item.key.toLowerCase();
        let indexes = this.#indexes.get(key) ?? [];
        let known = indexes.find((index)=>isSameOwner(this.items[index]?.server, item.server));
        if (void 0 !== known) this.items[known] = item;
        else this.#indexes.set(key, [
            ...indexes,
            this.items.push(item) - 1
        ]);
    }
}
function isSameOwner(a, b) {
    return void 0 === a || void 0 === b || isSame(a, b);
}
let DELETED = 204;
class VpsClient {
    #send;
    #readServers = createPageReader(ListedServer);
    #readSnapshots = createPageReader(ListedSnapshot);
    constructor(send){
        this.#send = send;
    }
    async getServer(id, deadline) {
        let request = {
            method: 'GET',
            path: `/servers/${id}/`
        };
        try {
            let server = await this.#call(request, (response)=>readJson(request, ServerDetail, response), deadline);
            if (!server) return;
            let asked = {
                key: id,
                name: ''
            };
            if (isOther(server, asked)) throw wrongServer(request, asked, describeServer(server), 'The response was ignored.');
            return isNamedBy(server, id) ? server : {
                ...server,
                ...withForm(server, id)
            };
        } catch (error) {
            if (error instanceof NotFoundError || error instanceof MethodNotAllowedError) return;
            throw error;
        }
    }
    async listServers(deadline) {
        return await readList(this.#send, '/servers/', {}, this.#readServers, deadline);
    }
    async listSnapshots(server, deadline) {
        let query = void 0 === server ? {} : {
            server_id: server.key
        };
        let list = await readList(this.#send, '/snapshots/', query, this.#readSnapshots, deadline);
        if (void 0 === server) return list;
        let foreign = list.items.filter((snapshot)=>isOther(snapshot.server, server));
        let foreignKeys = new Set(foreign.map(({ key })=>key.toLowerCase()));
        let items = list.items.filter((snapshot)=>isSame(snapshot.server, server) && !foreignKeys.has(snapshot.key.toLowerCase())).map((snapshot)=>({
                ...snapshot,
                server
            }));
        return {
            items,
            unreadable: list.unreadable + list.items.length - foreign.length - items.length
        };
    }
    async createSnapshot({ server, name, description }, deadline) {
        let body = {
            server_id: toJsonId(server.key),
            name,
            description
        };
        let request = {
            method: 'POST',
            path: '/snapshots/',
            body
        };
        let read = (response)=>readJson(request, SnapshotOfResponse, response);
        let { named, ...snapshot } = await this.#call(request, read, deadline);
        if (named.server && isOther(named.server, server)) {
            let state = `The response names snapshot ${snapshot.key}. The request was not sent again. It is unknown on which server the snapshot ${quote(name)} was started.`;
            throw wrongServer(request, server, describeServer(named.server), state);
        }
        if (isContradictory(named)) throw new InvalidResponseError(request, `expected one server, not several (${named.ids.join(', ')})`, true);
        return {
            ...snapshot,
            server
        };
    }
    async restoreSnapshot(target, deadline) {
        let { key, server } = target;
        let request = {
            method: 'POST',
            path: `/snapshots/${key}/restore/`
        };
        let read = (response)=>{
            if ('' === response.body.trim()) return EMPTY_RESTORE;
            let said = readJson(request, RestoreOfResponse, response);
            if (hasFailed(said)) throw new FailedResponseError(request, response);
            return said;
        };
        let { named, snapshot, serverStatus } = await this.#call(request, read, deadline);
        let state = 'The request was not sent again. It is unknown which server is being restored, and from which snapshot.';
        if (named.server && isOther(named.server, server)) throw wrongServer(request, server, describeServer(named.server), state);
        if (isContradictory(named)) throw wrongServer(request, server, formatServerIds(named.ids), state);
        if (snapshot && isOther(snapshot, target)) throw wrongServer(request, server, `snapshot ${snapshot.key}`, state);
        return {
            serverStatus,
            isNamed: void 0 !== named.server && isSame(named.server, server)
        };
    }
    async deleteSnapshot({ key }, deadline) {
        let request = {
            method: 'DELETE',
            path: `/snapshots/${key}/`
        };
        let read = (response)=>{
            if (response.status === DELETED) return 'deleted';
            if ('' !== response.body.trim()) readJson(request, unknown(), response);
            return 'accepted';
        };
        try {
            return await this.#call(request, read, deadline);
        } catch (error) {
            if (error instanceof NotFoundError) return 'gone';
            throw error;
        }
    }
    async setPower({ key, uuid }, action, deadline) {
        await this.#send({
            method: 'POST',
            path: `/servers/${uuid ?? key}/power/`,
            body: {
                action
            }
        }, deadline);
    }
    async getPermissions(deadline) {
        let request = {
            method: 'GET',
            path: '/account/me/'
        };
        return await this.#call(request, (response)=>readJson(request, Account, response), deadline);
    }
    async #call(request, read, deadline) {
        let once = memoizeLast(read);
        return once(await this.#send({
            ...request,
            read: once
        }, deadline));
    }
}
function withForm({ key, uuid }, id) {
    let isInteger = 'number' == typeof toJsonId(id);
    return toIdentity(isInteger ? id : key, isInteger ? uuid ?? key : id) ?? {
        key
    };
}
function isContradictory({ ids, server }) {
    return ids.length > 0 && void 0 === server;
}
function wrongServer(request, asked, returned, state) {
    return new ActionError({
        summary: `${requestName(request)} for ${describeServer(asked)} returned a response about ${returned}.`,
        state,
        hint: 'In the VPS.org control panel, check all servers that this error names; then check api_url and any proxy in between.'
    });
}
let send_http_REQUEST_MS = 30_000;
let LAST_REQUEST_MS = 2000;
function sendHttp({ apiUrl, token }, http, maxMs = send_http_REQUEST_MS) {
    return async (request, deadline)=>{
        let headers = {
            authorization: `Bearer ${token}`,
            accept: 'application/json'
        };
        try {
            return await http({
                method: request.method,
                url: `${apiUrl}${pathOf(request)}`,
                headers: request.body ? {
                    ...headers,
                    'content-type': 'application/json'
                } : headers,
                body: request.body ? JSON.stringify(request.body) : ''
            }, Math.min(maxMs, Math.max(LAST_REQUEST_MS, deadline.leftMs())));
        } catch (error) {
            throw toCallError(request, error);
        }
    };
}
function toCallError(request, error) {
    if (error instanceof ResponseTooLargeError) return new InvalidResponseError(request, error.message);
    if (error instanceof TimeoutError) return new RequestError(request, error.message, true, error);
    if (!(error instanceof ConnectionError)) return error;
    if (error.isCertificate) return new CertificateError(request, error.code, error);
    return new RequestError(request, error.message, error.sent, error);
}
function withDebugLog(send, debug1, clock) {
    return async (request, deadline)=>{
        let startedMs = clock.monotonicMs();
        let write = (end)=>debug1(`${request.method} ${pathOf(request)}: ${end}, ${Math.round(clock.monotonicMs() - startedMs)} ms`);
        try {
            let response = await send(request, deadline);
            write(`${response.status} with ${response.body.length} characters`);
            return response;
        } catch (error) {
            write(errorMessage(error));
            throw error;
        }
    };
}
let PASSWORD_KEY = /(?<quote>\\{0,3}["'])[a-z_]{0,40}password\k<quote>\s{0,9}:\s{0,9}/giu;
let BARE_VALUE = /[^\s"'{[,\\\]}]{1,4096}/uy;
let END_OF_JSON_TEXT = /"\s{0,9}[,:}\]]/uy;
function withRedaction(send, redact) {
    let redactBody = memoizeLast((body)=>redact(withoutPasswords(body)));
    return async (request, deadline)=>{
        let { status, headers, body } = await send(request, deadline);
        let { location } = headers;
        return {
            status,
            headers: void 0 === location ? headers : {
                ...headers,
                location: redact(location)
            },
            body: redactBody(body)
        };
    };
}
function withoutPasswords(body) {
    let parts = [];
    let end = 0;
    for (let { 0: key, index, groups: { quote = '' } = {} } of body.matchAll(PASSWORD_KEY)){
        let start = index + key.length;
        let valueEnd = endOfValue(body, start, quote);
        if (!(index < end) && valueEnd !== start) {
            parts.push(body.slice(end, start), `${quote}***${quote}`);
            end = valueEnd;
        }
    }
    return 0 === end ? body : [
        ...parts,
        body.slice(end)
    ].join('');
}
function endOfValue(body, start, quote) {
    if (!body.startsWith(quote, start)) {
        BARE_VALUE.lastIndex = start;
        return start + (BARE_VALUE.exec(body)?.[0].length ?? 0);
    }
    for(let at = start + quote.length; at < body.length;){
        if (body.startsWith(quote, at)) return at + quote.length;
        if (endsText(body, at, quote)) return at;
        at += '\\' === body[at] ? 2 : 1;
    }
    return body.length;
}
function endsText(body, at, quote) {
    if (quote.endsWith("'")) {
        END_OF_JSON_TEXT.lastIndex = at;
        return END_OF_JSON_TEXT.test(body);
    }
    let isEscaped = '\\' === body[at];
    return quote.length > (isEscaped ? 2 : 1) && '"' === body[isEscaped ? at + 1 : at];
}
let TRANSIENT = [
    408,
    425,
    429
];
let BUSY = [
    409,
    423
];
function errorFor(request, response, retryAfterMs) {
    let { status } = response;
    if (400 === status || 422 === status) return new BadRequestError(request, response);
    if (401 === status) return new UnauthorizedError(request, response);
    if (403 === status) return new ForbiddenError(request, response);
    if (404 === status) return new NotFoundError(request, response);
    if (405 === status) return new MethodNotAllowedError(request, response);
    if (BUSY.includes(status)) return new BusyError(request, response, retryAfterMs);
    if (status >= 300 && status < 400) return new RedirectError(request, response);
    if (status >= 500 || TRANSIENT.includes(status)) return new TransientError(request, response, retryAfterMs);
    return new UnexpectedStatusError(request, response);
}
function withStatus(send) {
    return async (request, deadline)=>{
        let response = await send(request, deadline);
        if (response.status < 200 || response.status >= 300) throw errorFor(request, response, retryAfterMs(response));
        request.read?.(response);
        return response;
    };
}
let EXIT_GRACE_MS = 200;
let EXPRESSION = /^\$\{\{.*\}\}$/su;
let lib_MODES = {
    snapshot: takeSnapshots,
    wait: waitForSnapshots,
    rollback: rollback_rollBack,
    check: checkRelease,
    delete: deleteSnapshots,
    prune: pruneSnapshots
};
async function runMain() {
    await runStep(false, async (step)=>{
        let { rawInputs, runner } = step;
        let run = readWorkflowRun(process.env, rawInputs.job_index ?? '');
        saveIdentity(runner, run, rollbackLogOf(run).count());
        let inputs = await parseOrExplain(rawInputs, runner);
        let unused = unusedInputs(rawInputs, inputs.mode);
        if (unused.length > 0) runner.info(`These inputs have no effect in mode ${inputs.mode}: ${unused.join(', ')}`);
        noticeApiHost(inputs, runner);
        saveRawInputs(runner, withoutSecrets(rawInputs));
        await lib_MODES[inputs.mode](createTask(inputs, run, step));
    });
}
async function runPost() {
    await runStep(true, async (step)=>{
        let { rawInputs, runner } = step;
        let run = readWorkflowRun(process.env, rawInputs.job_index ?? '');
        let saved = readState(runner_getState, run);
        if ('missing' === saved || 'unstarted' === saved) return await explainMissing(saved, readAfterJobInputs(rawInputs), runner, createTaskIfValid(rawInputs, run, step));
        let { inputs, problems, isSameApi } = parseInputsAfterJob(saved.rawInputs, rawInputs);
        for (let problem of problems)runner.warning(problem);
        await runAfterJob(saved, {
            ...createTask(inputs, run, step),
            isSameApi
        });
    });
}
async function runStep(isPost, work) {
    process.exitCode = 1;
    let rawInputs = readRawInputs();
    let given = [
        ...SECRET_INPUTS.map((name)=>rawInputs[name] ?? ''),
        process.env.VPS_API_TOKEN ?? ''
    ];
    let secrets = [
        ...new Set([
            ...given,
            ...misplacedTokens(rawInputs)
        ])
    ].filter((text)=>!EXPRESSION.test(text));
    for (let secret of secrets)for (let part of secret.split(/\s+/u))if ('' !== part) core_setSecret(part);
    let redact = createRedactor(secrets);
    let runner = actionsRunner(redact);
    alwaysVerifyCertificates(runner);
    let abort = new AbortController();
    abortOnSignalOrCrash(abort);
    try {
        await work({
            isPost,
            rawInputs,
            redact,
            runner,
            signal: abort.signal
        });
        process.exitCode = 0;
    } catch (error) {
        runner.error(error instanceof ActionError ? error.message : `Unexpected error in the action: ${errorMessage(error)}\nThe log of this step shows what it had done by then.\n${UNEXPECTED_HINT}`);
    }
    setTimeout(()=>process.exit(), EXIT_GRACE_MS).unref();
}
function alwaysVerifyCertificates(runner) {
    if ('0' !== process.env.NODE_TLS_REJECT_UNAUTHORIZED) return;
    delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
    runner.notice('NODE_TLS_REJECT_UNAUTHORIZED=0 is ignored: certificates are always verified. To trust a CA of your own, set NODE_EXTRA_CA_CERTS.');
}
function readRawInputs() {
    let rawInputs = Object.fromEntries(INPUT_NAMES.map((name)=>[
            name,
            getInput(name)
        ]));
    return {
        ...rawInputs,
        api_token: rawInputs.api_token || (process.env.VPS_API_TOKEN ?? '').trim()
    };
}
function withoutSecrets(rawInputs) {
    return Object.fromEntries(Object.entries(rawInputs).filter(([name])=>!SECRET_INPUTS.includes(name)));
}
async function parseOrExplain(rawInputs, runner) {
    try {
        return parseInputs(rawInputs);
    } catch (error) {
        if (error instanceof ActionError) await runner.summary(inputErrorSummary(error));
        throw error;
    }
}
function noticeApiHost({ apiUrl, mode }, runner) {
    let { host, hostname } = new URL(apiUrl);
    if ('check' === mode || host === new URL(DEFAULT_API_URL).host || isLoopback(hostname)) return;
    runner.notice(`api_url is set to ${host}: the API token is sent to that host.`);
}
function createTaskIfValid(rawInputs, run, step) {
    try {
        return createTask(parseInputsAfterJob(rawInputs, rawInputs).inputs, run, step);
    } catch (error) {
        if (error instanceof ActionError) return;
        throw error;
    }
}
function createTask(inputs, run, step) {
    let { redact, runner, signal } = step;
    let context = {
        clock: systemClock,
        random: Math.random,
        signal
    };
    let rollbackLog = rollbackLogOf(run);
    let http = createHttp(signal);
    return {
        inputs,
        run,
        session: createSession(inputs, context, rollbackLog, step),
        runner,
        http,
        redact,
        setCommitStatus: createOctokitStatusSetter(inputs.githubToken, run, http, redact),
        rollbackLog
    };
}
function rollbackLogOf(run) {
    return createRollbackLog(process.env.RUNNER_TEMP, run);
}
function createSession({ apiUrl, apiToken: token, pollIntervalMs }, context, rollbackLog, { isPost, redact, runner }) {
    let sendBy = (signal, maxMs)=>{
        let received = withRedaction(sendHttp({
            apiUrl,
            token
        }, createHttp(signal), maxMs), redact);
        return withStatus(withDebugLog(received, runner.debug, context.clock));
    };
    let send = sendBy(context.signal);
    let warned = new Set();
    return {
        api: new VpsClient(withRetry(send, context, (line)=>runner.info(`  ${line}`), isPost)),
        pollingApi: new VpsClient(send),
        detachedApi: new VpsClient(sendBy(new AbortController().signal, DETACHED_START_MS)),
        isRestoreSource: (snapshot)=>rollbackLog.isSource(snapshot),
        context,
        schedule: void 0 === pollIntervalMs ? adaptive(context.random) : fixed(pollIntervalMs),
        log: (line)=>runner.info(line),
        warn: (text)=>{
            if (!warned.has(text)) runner.warning(text);
            warned.add(text);
        }
    };
}
function abortOnSignalOrCrash(abort) {
    for (let signal of [
        'SIGINT',
        'SIGTERM'
    ])process.on(signal, ()=>abort.abort(new CancelledError(signal)));
    process.on('uncaughtException', (error)=>abort.abort(error));
    process.on('unhandledRejection', (reason)=>abort.abort(reason));
    process.once('beforeExit', ()=>abort.abort(new Error('the event loop ran out of work')));
}
var __webpack_exports__runMain = __webpack_exports__.V;
var __webpack_exports__runPost = __webpack_exports__.a;
export { __webpack_exports__runMain as runMain, __webpack_exports__runPost as runPost };
