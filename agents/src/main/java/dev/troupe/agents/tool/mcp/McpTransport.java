package dev.troupe.agents.tool.mcp;

import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * How a server is reached. Values of the environment and of headers may be secrets: never shown.
 */
sealed interface McpTransport {

  /** For people, and therefore without what may be a secret: arguments, and a URL's query. */
  String place();

  static String shown(URI url) {
    return "%s://%s%s".formatted(url.getScheme(), url.getRawAuthority(), url.getRawPath());
  }

  McpConnection open(String name, int messageBytes, Runnable toolsChanged) throws McpBroken;

  /** A program of our own, asked over its standard input. */
  record Stdio(List<String> command, Map<String, String> environment) implements McpTransport {
    public Stdio {
      command = List.copyOf(command);
      environment = Map.copyOf(environment);
    }

    @Override
    public String place() {
      return command.size() == 1
          ? command.getFirst()
          : "%s (and %d arguments)".formatted(command.getFirst(), command.size() - 1);
    }

    @Override
    public McpConnection open(String name, int messageBytes, Runnable toolsChanged)
        throws McpBroken {
      return StdioConnection.open(name, command, environment, messageBytes, toolsChanged);
    }

    @Override
    public String toString() {
      return place();
    }
  }

  /** A server that runs elsewhere. */
  record Http(URI url, Map<String, String> headers) implements McpTransport {
    public Http {
      headers = Map.copyOf(headers);
    }

    @Override
    public String place() {
      return shown(url);
    }

    @Override
    public McpConnection open(String name, int messageBytes, Runnable toolsChanged) {
      return new HttpConnection(name, url, headers, messageBytes, toolsChanged);
    }

    @Override
    public String toString() {
      return place();
    }
  }
}
