/** What an HTTP server of kube-proxy answers. */
export interface HealthAnswer {
  readonly status: 200 | 404 | 503;
  readonly contentType: string;
  readonly body: string;
}

/**
 * The answer of a health check node port: whether this node has ready endpoints of the Service.
 * @upstream pkg/proxy/healthcheck/service_health.go hcHandler.ServeHTTP
 */
export function serviceHealth(namespace: string, name: string, localEndpoints: number): HealthAnswer {
  const body = `{\n\t"service": {\n\t\t"namespace": "${namespace}",\n\t\t"name": "${name}"\n\t},\n\t"localEndpoints": ${localEndpoints},\n\t"serviceProxyHealthy": true\n}`;
  return { status: localEndpoints > 0 ? 200 : 503, contentType: 'application/json', body };
}

/**
 * The answer of port 10256: kube-proxy's own health, by the times of its last sync.
 * @upstream pkg/proxy/healthcheck/proxy_health.go healthzHandler.ServeHTTP
 */
export function proxyHealth(lastUpdated: string, currentTime: string): HealthAnswer {
  const family = { lastUpdated, healthy: true };
  const body = JSON.stringify({
    lastUpdated,
    currentTime,
    nodeEligible: true,
    healthy: true,
    status: { IPv4: family },
  });
  return { status: 200, contentType: 'application/json', body };
}

/** The answer of `localhost:10249/proxyMode`. */
export function proxyModeAnswer(mode: string): HealthAnswer {
  return { status: 200, contentType: 'text/plain; charset=utf-8', body: mode };
}
