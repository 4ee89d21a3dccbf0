package dev.troupe.agents.tool.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.troupe.persistence.Json;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that reads nothing of what it is sent. */
@Timeout(60)
class DeafProcessTest {
  private static final List<String> DEAF = List.of("sleep", "300");
  private static final byte[] MORE_THAN_A_PIPE = new byte[1 << 20];

  @Test
  void is_ended_although_a_write_to_it_waits_for_ever() throws Exception {
    var process = ChildProcess.start(DEAF, Map.of());
    var writing = new CountDownLatch(1);
    var writer =
        Thread.ofPlatform()
            .daemon()
            .start(() -> {
              writing.countDown();
              try {
                process.input().write(MORE_THAN_A_PIPE);
              } catch (IOException _) {
                // The process has ended, as it should.
              }
            });
    writing.await();

    process.end();

    assertThat(process.isAlive()).isFalse();
    writer.join();
  }

  @Test
  void is_sent_no_more_than_a_bounded_number_of_messages() throws Exception {
    var text = Json.MAPPER.createObjectNode().put("text", "x".repeat(10_000));
    try (var connection = StdioConnection.open("deaf", DEAF, Map.of(), 1_000, () -> {})) {
      assertThatThrownBy(
              () -> {
                for (int message = 0; message < 2_000; message++) {
                  connection.notify("notifications/any", text);
                }
              })
          .isInstanceOf(McpBroken.class)
          .hasMessageContaining("it does not read what it is sent: 1000 messages wait");
    }
  }
}
