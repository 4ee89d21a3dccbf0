package dev.troupe.agents.tool.web;

import java.util.Set;

/**
 * Where tools may go.
 *
 * @param ports of hosts on the internet
 * @param hosts if any, only these: a name, or {@code *.NAME} for all below it
 * @param privateHosts as HOST:PORT; neither their addresses nor their encryption is asked about
 */
record WebRules(Set<Integer> ports, Set<String> hosts, Set<String> privateHosts) {
  static final int HTTPS_PORT = 443;
  static final int HTTP_PORT = 80;

  WebRules {
    ports = Set.copyOf(ports);
    hosts = Set.copyOf(hosts);
    privateHosts = Set.copyOf(privateHosts);
  }

  boolean isPrivate(String host, int port) {
    return privateHosts.contains(host + ":" + port);
  }

  boolean mayGoTo(String host) {
    return hosts.isEmpty()
        || hosts.stream()
            .anyMatch(rule ->
                rule.startsWith("*.") ? host.endsWith(rule.substring(1)) : host.equals(rule));
  }
}
