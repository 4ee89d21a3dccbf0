package dev.troupe.journey;

import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/** Takes telemetry over OTLP/HTTP as a collector does, and keeps it. */
final class OtlpReceiver implements AutoCloseable {

  /** One span, as it came over the wire. */
  record Received(
      String trace,
      String id,
      String parent,
      String name,
      Map<String, String> attributes,
      List<String> links,
      boolean failed) {

    private static Received of(Span span) {
      return new Received(
          hex(span.getTraceId()),
          hex(span.getSpanId()),
          hex(span.getParentSpanId()),
          span.getName(),
          span.getAttributesList().stream()
              .collect(Collectors.toMap(KeyValue::getKey, Received::text)),
          span.getLinksList().stream()
              .map(link -> hex(link.getTraceId()) + "-" + hex(link.getSpanId()))
              .toList(),
          span.getStatus().getCode() == Status.StatusCode.STATUS_CODE_ERROR);
    }

    private static String text(KeyValue attribute) {
      var value = attribute.getValue();
      return value.hasIntValue() ? Long.toString(value.getIntValue()) : value.getStringValue();
    }

    private static String hex(ByteString bytes) {
      return HexFormat.of().formatHex(bytes.toByteArray());
    }
  }

  private final List<Received> spans = new CopyOnWriteArrayList<>();
  private final List<String> metrics = new CopyOnWriteArrayList<>();
  private final List<String> authorizations = new CopyOnWriteArrayList<>();
  private final HttpServer server;

  private OtlpReceiver(HttpServer server) {
    this.server = server;
  }

  static OtlpReceiver start() {
    try {
      var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8);
      var receiver = new OtlpReceiver(server);
      server.createContext("/v1/traces", receiver::takeSpans);
      server.createContext("/v1/metrics", receiver::takeMetrics);
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      server.start();
      return receiver;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Writes a configuration that has telemetry sent here. */
  Path config(Path file, String... more) {
    try {
      return Files.write(
          file,
          List.of(
              "troupe.telemetry { endpoint = \"%s\", spans-every = 100ms }".formatted(url()),
              "troupe.telemetry.headers { Authorization = \"Bearer t-1\" }",
              String.join("\n", more)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<Received> spans() {
    return List.copyOf(spans);
  }

  List<Received> named(String beginning) {
    return spans.stream().filter(span -> span.name().startsWith(beginning)).toList();
  }

  /** The names of what was measured. */
  List<String> metrics() {
    return metrics.stream().distinct().toList();
  }

  List<String> authorizations() {
    return authorizations.stream().distinct().toList();
  }

  private void takeSpans(HttpExchange exchange) throws IOException {
    ExportTraceServiceRequest.parseFrom(exchange.getRequestBody().readAllBytes())
        .getResourceSpansList()
        .stream()
        .flatMap(resource -> resource.getScopeSpansList().stream())
        .flatMap(scope -> scope.getSpansList().stream())
        .map(Received::of)
        .forEach(spans::add);
    answer(exchange);
  }

  private void takeMetrics(HttpExchange exchange) throws IOException {
    ExportMetricsServiceRequest.parseFrom(exchange.getRequestBody().readAllBytes())
        .getResourceMetricsList()
        .stream()
        .flatMap(resource -> resource.getScopeMetricsList().stream())
        .flatMap(scope -> scope.getMetricsList().stream())
        .map(Metric::getName)
        .forEach(metrics::add);
    answer(exchange);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
      exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
      exchange.sendResponseHeaders(200, -1);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
