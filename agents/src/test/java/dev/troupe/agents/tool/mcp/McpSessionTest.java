package dev.troupe.agents.tool.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.persistence.Json;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class McpSessionTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final Connection connection = new Connection();

  /** Answers calls when it is told to. */
  private static final class Connection implements McpConnection {
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch answers = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private boolean breaks;

    @Override
    public JsonNode request(String method, JsonNode parameters, Duration within)
        throws InterruptedException {
      if (breaks) {
        throw new IllegalStateException("not planned");
      }
      if (method.equals("initialize")) {
        return Json.parse("{\"protocolVersion\": \"2025-06-18\"}");
      }
      begun.countDown();
      answers.await();
      return Json.parse(closed.getCount() == 0 ? "{\"closed\": true}" : "{\"ok\": true}");
    }

    @Override
    public void notify(String method, JsonNode parameters) {}

    @Override
    public void speaks(String protocolVersion) {}

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {
      closed.countDown();
    }
  }

  private static JsonNode call(McpSession session) throws Exception {
    return session.call("pay", Json.MAPPER.createObjectNode(), "t:1:1", LONG);
  }

  @Test
  void that_is_retired_lets_its_calls_end_and_closes_with_the_last() throws Exception {
    var session = McpSession.start(connection, LONG);
    var paying = new FutureTask<>(() -> call(session));
    Thread.startVirtualThread(paying);
    connection.begun.await();

    session.retire();

    assertThat(connection.closed.getCount()).isOne();
    assertThat(catchThrowableOfType(McpBroken.class, () -> call(session)).mayHaveWorked())
        .as("nothing new begins")
        .isFalse();
    connection.answers.countDown();
    assertThat(paying.get().path("ok").asBoolean()).isTrue();
    assertThat(connection.closed.await(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void closes_at_once_when_nothing_is_under_way() throws Exception {
    McpSession.start(connection, LONG).retire();

    assertThat(connection.closed.getCount()).isZero();
  }

  @Test
  void closes_whatever_it_fails_to_begin_with() {
    connection.breaks = true;

    var _ =
        catchThrowableOfType(IllegalStateException.class, () -> McpSession.start(connection, LONG));

    assertThat(connection.closed.getCount()).isZero();
  }
}
