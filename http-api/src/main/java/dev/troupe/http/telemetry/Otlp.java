package dev.troupe.http.telemetry;

import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.net.URI;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Makes what sends telemetry to an endpoint. */
final class Otlp {
  /** Held, for a level that was set is forgotten with its logger. */
  private static final Logger OF_SDK = Logger.getLogger("io.opentelemetry");

  private Otlp() {}

  static OtlpTelemetry start(TelemetrySettings settings, URI endpoint) {
    // It would say again and again what is said here once.
    OF_SDK.setLevel(Level.OFF);
    var delivery = new Delivery(endpoint.toString());
    var spans =
        OtlpHttpSpanExporter.builder()
            .setEndpoint(TelemetrySettings.url(endpoint, "traces"))
            .setHeaders(settings::headers)
            .setTimeout(settings.timeout())
            .setConnectTimeout(settings.timeout())
            .build();
    var metrics =
        OtlpHttpMetricExporter.builder()
            .setEndpoint(TelemetrySettings.url(endpoint, "metrics"))
            .setHeaders(settings::headers)
            .setTimeout(settings.timeout())
            .setConnectTimeout(settings.timeout())
            .build();
    return new OtlpTelemetry(
        settings,
        BatchSpanProcessor.builder(new WatchedSpans(spans, delivery))
            .setScheduleDelay(settings.spansEvery())
            .setMaxQueueSize(settings.queue())
            .setMaxExportBatchSize(Math.min(512, settings.queue()))
            .setExporterTimeout(settings.timeout())
            .build(),
        PeriodicMetricReader.builder(new WatchedMetrics(metrics, delivery))
            .setInterval(settings.metricsEvery())
            .build());
  }
}
