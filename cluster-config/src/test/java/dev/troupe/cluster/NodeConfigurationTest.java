package dev.troupe.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.URL;
import java.util.Enumeration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class NodeConfigurationTest {

  /** Tells which threads have read the libraries' configuration. */
  private static final class Told extends ClassLoader {
    private final BlockingQueue<String> readers = new LinkedBlockingQueue<>();

    Told(ClassLoader parent) {
      super(parent);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
      if (name.equals("reference.conf")) {
        readers.add(Thread.currentThread().getName());
      }
      return super.getResources(name);
    }
  }

  @Test
  void what_a_thread_of_its_own_reads_ahead_is_not_read_again() throws InterruptedException {
    var caller = Thread.currentThread();
    var before = caller.getContextClassLoader();
    var told = new Told(before);
    caller.setContextClassLoader(told);
    try {
      NodeConfiguration.readAhead();
      assertThat(told.readers.poll(10, TimeUnit.SECONDS)).isEqualTo("troupe-configuration");

      NodeConfiguration.load(ConfigFactory.empty(), null);

      assertThat(told.readers).isEmpty();
    } finally {
      caller.setContextClassLoader(before);
    }
  }
}
