import type { FileEntry } from '../../../linux/fs/file-system.ts';

const NGINX_CONF = `
user  nginx;
worker_processes  auto;

error_log  /var/log/nginx/error.log notice;
pid        /run/nginx.pid;


events {
    worker_connections  1024;
}


http {
    include       /etc/nginx/mime.types;
    default_type  application/octet-stream;

    log_format  main  '$remote_addr - $remote_user [$time_local] "$request" '
                      '$status $body_bytes_sent "$http_referer" '
                      '"$http_user_agent" "$http_x_forwarded_for"';

    access_log  /var/log/nginx/access.log  main;

    sendfile        on;
    #tcp_nopush     on;

    keepalive_timeout  65;

    #gzip  on;

    include /etc/nginx/conf.d/*.conf;
}
`;

/** The default server as the package ships it. */
export const DEFAULT_CONF = `server {
    listen       80;
    server_name  localhost;

    #access_log  /var/log/nginx/host.access.log  main;

    location / {
        root   /usr/share/nginx/html;
        index  index.html index.htm;
    }

    #error_page  404              /404.html;

    # redirect server error pages to the static page /50x.html
    #
    error_page   500 502 503 504  /50x.html;
    location = /50x.html {
        root   /usr/share/nginx/html;
    }
}
`;

const MIME_TYPES = `
types {
    text/html                                        html htm shtml;
    text/css                                         css;
    text/xml                                         xml;
    image/gif                                        gif;
    image/jpeg                                       jpeg jpg;
    application/javascript                           js;
    text/plain                                       txt;
    image/png                                        png;
    image/svg+xml                                    svg svgz;
    image/webp                                       webp;
    image/x-icon                                     ico;
    application/json                                 json;
    application/pdf                                  pdf;
    application/zip                                  zip;
    application/octet-stream                         bin exe dll;
}
`;

const WELCOME = `<!DOCTYPE html>
<html>
<head>
<title>Welcome to nginx!</title>
<style>
html { color-scheme: light dark; }
body { width: 35em; margin: 0 auto;
font-family: Tahoma, Verdana, Arial, sans-serif; }
</style>
</head>
<body>
<h1>Welcome to nginx!</h1>
<p>If you see this page, the nginx web server is successfully installed and
working. Further configuration is required.</p>

<p>For online documentation and support please refer to
<a href="http://nginx.org/">nginx.org</a>.<br/>
Commercial support is available at
<a href="http://nginx.com/">nginx.com</a>.</p>

<p><em>Thank you for using nginx.</em></p>
</body>
</html>
`;

const ERROR_PAGE = `<!DOCTYPE html>
<html>
<head>
<title>Error</title>
<style>
html { color-scheme: light dark; }
body { width: 35em; margin: 0 auto;
font-family: Tahoma, Verdana, Arial, sans-serif; }
</style>
</head>
<body>
<h1>An error occurred.</h1>
<p>Sorry, the page you are looking for is currently unavailable.<br/>
Please try again later.</p>
<p>If you are the system administrator of this resource then you should check
the error log for details.</p>
<p><em>Faithfully yours, nginx.</em></p>
</body>
</html>
`;

const file = (data: string, mode = 0o644): FileEntry => ({ type: 'file', data, mode });

/** Files that the package puts into an image; the logs are links to the standard streams. */
export const NGINX_FILES: Readonly<Record<string, FileEntry>> = {
  '/etc/nginx/nginx.conf': file(NGINX_CONF),
  '/etc/nginx/mime.types': file(MIME_TYPES),
  '/etc/nginx/conf.d/default.conf': file(DEFAULT_CONF),
  '/usr/share/nginx/html/index.html': file(WELCOME),
  '/usr/share/nginx/html/50x.html': file(ERROR_PAGE),
  '/var/log/nginx/access.log': { type: 'symlink', target: '/dev/stdout' },
  '/var/log/nginx/error.log': { type: 'symlink', target: '/dev/stderr' },
  '/docker-entrypoint.d/10-listen-on-ipv6-by-default.sh': file('#!/bin/sh\n', 0o755),
  '/docker-entrypoint.d/15-local-resolvers.envsh': file('#!/bin/sh\n', 0o755),
  '/docker-entrypoint.d/20-envsubst-on-templates.sh': file('#!/bin/sh\n', 0o755),
  '/docker-entrypoint.d/30-tune-worker-processes.sh': file('#!/bin/sh\n', 0o755),
};
