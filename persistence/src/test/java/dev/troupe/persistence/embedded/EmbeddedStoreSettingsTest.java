package dev.troupe.persistence.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EmbeddedStoreSettingsTest {

  @Test
  void defaults_are_these() {
    assertThat(EmbeddedStoreSettings.of(ConfigFactory.load()))
        .isEqualTo(
            new EmbeddedStoreSettings(
                Optional.empty(),
                32768,
                256L << 20,
                2048,
                8L << 20,
                2,
                65536,
                16L << 20,
                32L << 20,
                512));
  }

  @Test
  void a_directory_is_synced_and_none_is_not() {
    var config =
        ConfigFactory.parseString("troupe.store.directory = /some/where")
            .withFallback(ConfigFactory.load());

    var settings = EmbeddedStoreSettings.of(config);

    assertThat(settings.directory()).contains(Path.of("/some/where"));
    assertThat(settings.synced()).isTrue();
    assertThat(EmbeddedStoreSettings.of(ConfigFactory.load()).synced()).isFalse();
  }

  @Test
  void the_embedded_plugins_are_the_default() {
    var config = ConfigFactory.load();

    assertThat(config.getString("pekko.persistence.journal.plugin"))
        .isEqualTo("troupe.embedded.journal");
    assertThat(config.getString("pekko.persistence.snapshot-store.plugin"))
        .isEqualTo("troupe.embedded.snapshot");
    assertThat(config.getString("troupe.store.kind")).isEqualTo("embedded");
    assertThat(config.getString("troupe.store.providers.embedded"))
        .isEqualTo(EmbeddedStore.Provider.class.getName());
    assertThat(config.getDuration("troupe.embedded.query.refresh-interval")).hasSeconds(5);
    assertThat(config.getInt("troupe.embedded.query.page")).isEqualTo(256);
  }
}
