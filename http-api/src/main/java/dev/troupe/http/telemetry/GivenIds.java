package dev.troupe.http.telemetry;

import dev.troupe.agents.telemetry.SpanPlace;
import io.opentelemetry.sdk.trace.IdGenerator;

/** Gives a span the ids that it was told with. */
final class GivenIds implements IdGenerator {
  private static final ScopedValue<SpanPlace> PLACE = ScopedValue.newInstance();

  /** Whatever span begins here is the one at this place. */
  static void at(SpanPlace place, Runnable begin) {
    ScopedValue.where(PLACE, place).run(begin);
  }

  @Override
  public String generateSpanId() {
    return PLACE.get().span();
  }

  @Override
  public String generateTraceId() {
    return PLACE.get().trace();
  }
}
