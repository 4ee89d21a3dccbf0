package dev.troupe.http.telemetry;

import io.opentelemetry.sdk.common.CompletableResultCode;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once that telemetry does not arrive, and once that it does again. */
final class Delivery {
  private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

  private final String endpoint;
  private final AtomicBoolean isLost = new AtomicBoolean();

  Delivery(String endpoint) {
    this.endpoint = endpoint;
  }

  CompletableResultCode watched(CompletableResultCode sending) {
    return sending.whenComplete(() -> heard(sending.isSuccess()));
  }

  private void heard(boolean arrived) {
    if (arrived && isLost.compareAndSet(true, false)) {
      LOG.info("Telemetry arrives at {} again.", endpoint);
    } else if (!arrived && isLost.compareAndSet(false, true)) {
      LOG.warn(
          "Telemetry does not arrive at {} (troupe.telemetry.endpoint): is the receiver running, and does it speak OTLP over HTTP? What cannot be sent is dropped; tasks go on.",
          endpoint);
    }
  }
}
