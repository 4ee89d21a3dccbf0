package dev.troupe.agents.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Measures what waiting costs: every stream has begun before one may end, clients and server in one
 * process. Run it alone to read its figures.
 */
class ManyStreamsTest {
  private static final int STREAMS = 2_000;
  private static final int PLATFORM_THREADS_AT_MOST = 40;

  private final CountDownLatch begun = new CountDownLatch(STREAMS);
  private final CountDownLatch mayEnd = new CountDownLatch(1);

  private void play(RawServer.Wire wire) throws IOException, InterruptedException {
    wire.chunked().chunk(Voice.OPENAI.begin() + Voice.OPENAI.text("Hel"));
    begun.countDown();
    mayEnd.await();
    wire.chunk(Voice.OPENAI.text("lo") + Voice.OPENAI.finish("stop") + Voice.OPENAI.usage())
        .chunk(Voice.OPENAI.end())
        .end();
  }

  @Test
  @Timeout(150)
  void two_thousand_streams_at_once_need_fewer_than_forty_platform_threads() throws Exception {
    long heapBefore = usedHeapBytes();
    try (var server = new RawServer(true, this::play);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var gateway = gateway(server.port(), threads);
      long start = System.nanoTime();

      var answers =
          IntStream.range(0, STREAMS)
              .mapToObj(_ ->
                  gateway
                      .ask(WriterCall.of("openai/m-1", Duration.ofSeconds(100)))
                      .toCompletableFuture())
              .toList();
      assertThat(begun.await(90, TimeUnit.SECONDS)).as("all streams have begun").isTrue();
      int platformThreads = ManagementFactory.getThreadMXBean().getThreadCount();
      long bytesEach = (usedHeapBytes() - heapBefore) / STREAMS;
      mayEnd.countDown();
      CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);

      System.out.printf(
          "%d streams at once: %d platform threads, %d KiB of heap each (client and server), %d ms%n",
          STREAMS,
          platformThreads,
          bytesEach / 1024,
          Duration.ofNanos(System.nanoTime() - start).toMillis());
      assertThat(answers).allSatisfy(answer -> assertThat(answer.join().text()).isEqualTo("Hello"));
      assertThat(platformThreads).isLessThan(PLATFORM_THREADS_AT_MOST);
    }
  }

  private static long usedHeapBytes() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static ModelGateway gateway(int port, Executor threads) {
    var settings =
        ConfigFactory.parseString(
                "troupe.models.providers.openai.base-url = \"http://127.0.0.1:%d/v1\""
                    .formatted(port))
            .withFallback(ConfigFactory.load())
            .resolve();
    return ModelGateways.create(
        ModelSettings.of(settings), (_, _) -> "offline", threads, InstantSource.system());
  }
}
