package dev.troupe.persistence.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.NoNodeAvailableException;
import com.datastax.oss.driver.api.core.RequestThrottlingException;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.session.ProgrammaticArguments;
import com.datastax.oss.driver.api.core.session.throttling.Throttled;
import com.datastax.oss.driver.internal.core.context.DefaultDriverContext;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AwayThrottlerTest {
  private static final long PATIENCE_SECONDS = 30;

  private static final int AT_ONCE = 2;
  private static final Duration SHORT = Duration.ofMillis(1);
  private static final Duration LONGER_THAN_THE_TEST = Duration.ofHours(1);

  private AwayThrottler throttler = new AwayThrottler(context(), LONGER_THAN_THE_TEST);

  private static DefaultDriverContext context() {
    return new DefaultDriverContext(
        DriverConfigLoader.programmaticBuilder()
            .withInt(DefaultDriverOption.REQUEST_THROTTLER_MAX_CONCURRENT_REQUESTS, AT_ONCE)
            .withInt(DefaultDriverOption.REQUEST_THROTTLER_MAX_QUEUE_SIZE, 10)
            .build(),
        ProgrammaticArguments.builder().build());
  }

  @AfterEach
  void close() {
    throttler.close();
  }

  /** Whether it was let in after a wait. */
  private static final class Request implements Throttled {
    private final CompletableFuture<Boolean> wasDelayed = new CompletableFuture<>();

    @Override
    public void onThrottleReady(boolean delayed) {
      wasDelayed.complete(delayed);
    }

    @Override
    public void onThrottleFailure(RequestThrottlingException refused) {
      wasDelayed.completeExceptionally(refused);
    }

    boolean isLetIn() {
      return wasDelayed.isDone();
    }

    void awaitLetIn() throws Exception {
      wasDelayed.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
  }

  private Request registered() {
    var request = new Request();
    throttler.register(request);
    return request;
  }

  private void pausing(Duration pause) {
    throttler.close();
    throttler = new AwayThrottler(context(), pause);
  }

  private Request failedFor(Throwable error) throws Exception {
    var request = registered();
    request.awaitLetIn();
    throttler.signalError(request, error);
    return request;
  }

  @Test
  void a_request_behind_one_that_found_nobody_waits_a_moment_and_is_let_in() throws Exception {
    failedFor(new NoNodeAvailableException());
    assertThat(registered().isLetIn()).isFalse();

    pausing(SHORT);
    failedFor(new NoNodeAvailableException());
    registered().awaitLetIn();
  }

  @Test
  void with_the_first_answer_nobody_waits_any_more() throws Exception {
    pausing(SHORT);
    failedFor(new NoNodeAvailableException());
    var heard = registered();
    heard.awaitLetIn();
    throttler.signalSuccess(heard);
    assertThat(registered().isLetIn()).isTrue();
  }

  @Test
  void an_error_that_a_node_answers_delays_nobody() throws Exception {
    failedFor(new IllegalStateException("a node's own words"));
    assertThat(registered().isLetIn()).isTrue();
  }

  @Test
  void who_gives_up_while_it_waits_takes_nobodys_place() throws Exception {
    var inside = registered();
    failedFor(new NoNodeAvailableException());
    var gone = registered();
    throttler.signalTimeout(gone);
    assertThat(gone.isLetIn()).isFalse();
    throttler.signalSuccess(inside);
    // Who was never let in has freed no place.
    for (var place = 0; place < AT_ONCE; place++) {
      assertThat(registered().isLetIn()).isTrue();
    }
    assertThat(registered().isLetIn()).isFalse();
  }

  @Test
  void at_the_end_nobody_is_left_waiting() throws Exception {
    failedFor(AllNodesFailedException.fromErrors(List.of()));
    var waiting = registered();
    throttler.close();
    waiting.awaitLetIn();
  }
}
