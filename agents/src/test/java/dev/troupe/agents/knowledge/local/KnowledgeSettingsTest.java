package dev.troupe.agents.knowledge.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import dev.troupe.agents.knowledge.local.SearchIn.Place;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KnowledgeSettingsTest {
  @Test
  void has_these_defaults() {
    assertThat(LocalKnowledgeBaseTest.SETTINGS)
        .isEqualTo(
            new KnowledgeSettings(
                32 * 1024 * 1024,
                20_000,
                2,
                4_000,
                100,
                60,
                20_000,
                Duration.ofSeconds(2),
                new SearchIn(Place.REPLICA, Map.of()),
                1_000));
  }

  @Test
  void says_of_each_collection_where_it_is_searched() {
    SearchIn searchIn =
        settings("collections { papers = store, \"notes.old\" = replica }").searchIn();

    assertThat(searchIn.of("papers")).isEqualTo(Place.STORE);
    assertThat(searchIn.of("notes.old")).isEqualTo(Place.REPLICA);
    assertThat(searchIn.of("others")).isEqualTo(Place.REPLICA);
    assertThat(settings("in = store").searchIn().of("others")).isEqualTo(Place.STORE);
  }

  @Test
  void refuses_a_place_that_is_none_by_the_name_of_its_setting() {
    assertThatThrownBy(() -> settings("in = lucene"))
        .hasMessage(
            "troupe.knowledge.search.in = \"lucene\" is no place to search in: give replica or store");
    assertThatThrownBy(() -> settings("collections { papers = Store }"))
        .hasMessageContaining("troupe.knowledge.search.collections.papers = \"Store\"");
  }

  @Test
  void refuses_a_store_that_cannot_search() {
    assertThatThrownBy(
            () -> settings("collections { papers = store }").searchIn().require(Optional.empty()))
        .hasMessageContaining("troupe.knowledge.search.collections")
        .hasMessageContaining("set troupe.store.kind = \"cassandra\"");
    settings("in = replica").searchIn().require(Optional.empty());
  }

  private static KnowledgeSettings settings(String search) {
    return KnowledgeSettings.of(
        ConfigFactory.parseString("troupe.knowledge.search { %s }".formatted(search))
            .withFallback(ConfigFactory.parseResources("troupe-knowledge.conf"))
            .resolve());
  }
}
