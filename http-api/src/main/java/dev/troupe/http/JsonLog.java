package dev.troupe.http;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.troupe.agents.telemetry.LogContext;
import dev.troupe.persistence.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An object for each line of the log, with what the line is about. */
final class JsonLog extends EncoderBase<ILoggingEvent> {
  /** Where Pekko says whose line it is: an entity's name ends in its id. */
  private static final String ACTOR = "pekkoSource";

  private final ThrowableProxyConverter thrown = new ThrowableProxyConverter();

  @Override
  public void start() {
    thrown.start();
    super.start();
  }

  @Override
  public byte[] headerBytes() {
    return new byte[0];
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    ObjectNode line =
        EdgeJson.object()
            .put("time", event.getInstant().toString())
            .put("level", event.getLevel().toString())
            .put("logger", event.getLoggerName())
            .put("thread", event.getThreadName())
            .put("message", event.getFormattedMessage());
    var about = event.getMDCPropertyMap();
    for (String key : List.of(LogContext.TASK, LogContext.ASSIGNMENT, LogContext.TRACE)) {
      put(line, key, about.get(key));
    }
    put(line, "actor", about.get(ACTOR));
    if (event.getThrowableProxy() != null) {
      line.put("exception", thrown.convert(event).strip());
    }
    return (Json.write(line) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private static void put(ObjectNode line, String key, @Nullable String value) {
    if (value != null) {
      line.put(key, value);
    }
  }

  @Override
  public byte[] footerBytes() {
    return new byte[0];
  }
}
