// A proxy as a process of its own. It takes CONNECT, leads every tunnel to one port on loopback, whatever the name, and
// prints each head that it got as a line of JSON. With PROXY_REFUSES it answers 407 instead.
import { createServer } from 'node:http';
import { connect } from 'node:net';

const proxy = createServer((_request, response) => response.writeHead(400).end());
proxy.on('connect', (request, client, head) => {
  console.log(JSON.stringify({ target: request.url, headers: request.headers }));
  client.on('error', () => undefined);
  if (process.env.PROXY_REFUSES) return client.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
  const upstream = connect(Number(process.env.PROXY_TARGET_PORT), '127.0.0.1', () => {
    client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    upstream.write(head);
    upstream.pipe(client);
    client.pipe(upstream);
  });
  upstream.on('error', () => client.destroy());
  client.on('close', () => upstream.destroy());
  upstream.on('close', () => client.destroy());
});
proxy.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ port: proxy.address().port })));
