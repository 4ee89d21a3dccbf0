package dev.troupe.http.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** The API of a server. */
final class HttpTransport implements Transport {
  private final URI url;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  HttpTransport(String url) {
    this.url = parse(url);
  }

  private static URI parse(String url) {
    try {
      URI parsed = URI.create(url);
      if ("http".equals(parsed.getScheme()) && parsed.getHost() != null) {
        return parsed;
      }
    } catch (IllegalArgumentException e) {
      // Said below.
    }
    throw new CommandFailure(
        Exit.USAGE, "--url is '" + url + "'; it must be like http://127.0.0.1:8080");
  }

  @Override
  public Reply send(Request request) throws IOException {
    var builder =
        HttpRequest.newBuilder(url.resolve(request.path()))
            .method(request.method(), BodyPublishers.ofString(request.body()));
    request.headers().forEach(builder::header);
    try {
      HttpResponse<InputStream> response = http.send(builder.build(), BodyHandlers.ofInputStream());
      return new Reply(response.statusCode(), response.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  @Override
  public String place() {
    return url.toString();
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
