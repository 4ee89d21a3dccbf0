package dev.troupe.http.telemetry;

import dev.troupe.agents.telemetry.Measure;
import dev.troupe.agents.telemetry.Span;
import dev.troupe.agents.telemetry.SpanPlace;
import dev.troupe.agents.telemetry.Telemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.export.MetricReader;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Hands what is told to the OpenTelemetry SDK, which sends it when it can. */
final class OtlpTelemetry implements Telemetry, AutoCloseable {
  private static final String SCOPE = "dev.troupe";

  private final TelemetrySettings settings;
  private final SdkTracerProvider traces;
  private final SdkMeterProvider meters;
  private final Tracer tracer;
  private final Sampler sampler;
  private final Map<Measure, DoubleHistogram> histograms = new EnumMap<>(Measure.class);

  OtlpTelemetry(TelemetrySettings settings, SpanProcessor spans, MetricReader metrics) {
    this.settings = settings;
    // By the trace's id alone: other nodes, and other lives, come to the same.
    this.sampler = Sampler.traceIdRatioBased(settings.sample());
    var limits = SpanLimits.builder().setMaxAttributeValueLength(settings.textAtMost()).build();
    var resource = resource(settings);
    this.traces =
        SdkTracerProvider.builder()
            .setResource(resource)
            .setIdGenerator(new GivenIds())
            .setSampler(sampler)
            .setSpanLimits(limits)
            .addSpanProcessor(spans)
            .build();
    this.meters =
        SdkMeterProvider.builder().setResource(resource).registerMetricReader(metrics).build();
    this.tracer = traces.get(SCOPE);
    for (var measure : Measure.values()) {
      histograms.put(measure, histogram(meters.get(SCOPE), measure));
    }
  }

  /** Each life of a node has a name of its own. */
  private static Resource resource(TelemetrySettings settings) {
    return Resource.create(
        Attributes.of(
            AttributeKey.stringKey("service.name"),
            settings.serviceName(),
            AttributeKey.stringKey("service.instance.id"),
            UUID.randomUUID().toString()));
  }

  private static DoubleHistogram histogram(Meter meter, Measure measure) {
    return meter
        .histogramBuilder(measure.title())
        .setUnit(measure.unit())
        .setDescription(measure.description())
        .setExplicitBucketBoundariesAdvice(measure.bounds())
        .build();
  }

  @Override
  public boolean samples(String trace) {
    return sampler
            .shouldSample(
                Context.root(), trace, "", SpanKind.INTERNAL, Attributes.empty(), List.of())
            .getDecision()
        == SamplingDecision.RECORD_AND_SAMPLE;
  }

  @Override
  public boolean takesContent() {
    return settings.content();
  }

  @Override
  public void ended(Span span) {
    var builder =
        tracer
            .spanBuilder(span.name())
            .setParent(around(span.parent()))
            .setSpanKind(span.kind() == Span.Kind.CLIENT ? SpanKind.CLIENT : SpanKind.INTERNAL)
            .setStartTimestamp(span.begun())
            .setAllAttributes(attributes(span.attributes()));
    for (var link : span.links()) {
      builder.addLink(
          context(link.to()), Attributes.of(AttributeKey.stringKey("troupe.link"), link.why()));
    }
    GivenIds.at(
        span.place(),
        () -> {
          var begun = builder.startSpan();
          var error = span.error();
          if (error != null) {
            begun.setAttribute("error.type", error).setStatus(StatusCode.ERROR);
          }
          begun.end(span.ended());
        });
  }

  private Context around(@Nullable SpanPlace parent) {
    return parent == null
        ? Context.root()
        : Context.root().with(io.opentelemetry.api.trace.Span.wrap(context(parent)));
  }

  private SpanContext context(SpanPlace place) {
    return SpanContext.createFromRemoteParent(
        place.trace(),
        place.span(),
        samples(place.trace()) ? TraceFlags.getSampled() : TraceFlags.getDefault(),
        TraceState.getDefault());
  }

  @Override
  public void measured(Measure measure, double value, Map<String, Object> attributes) {
    var histogram = histograms.get(measure);
    if (histogram != null) {
      histogram.record(value, attributes(attributes), Context.root());
    }
  }

  private static Attributes attributes(Map<String, Object> told) {
    var attributes = Attributes.builder();
    told.forEach((name, value) -> put(attributes, name, value));
    return attributes.build();
  }

  private static void put(AttributesBuilder attributes, String name, Object value) {
    switch (value) {
      case Long number -> attributes.put(name, number);
      case Double number -> attributes.put(name, number);
      case Boolean truth -> attributes.put(name, truth);
      case List<?> texts ->
          attributes.put(name, texts.stream().map(String::valueOf).toArray(String[]::new));
      default -> attributes.put(name, value.toString());
    }
  }

  /** What waits is sent, if that takes no longer than one request may. */
  @Override
  public void close() {
    CompletableResultCode.ofAll(List.of(traces.shutdown(), meters.shutdown()))
        .join(settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
  }
}
