package dev.troupe.agents.knowledge.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RankFusionTest {
  @Test
  void what_both_found_comes_before_what_one_found() {
    List<RankFusion.Fused> fused =
        RankFusion.fuse(List.of("a", "b", "c"), List.of("d", "c", "b"), 60);

    assertThat(fused).extracting(RankFusion.Fused::id).containsExactly("b", "c", "a", "d");
    assertThat(fused.getFirst()).isEqualTo(new RankFusion.Fused("b", 1.0 / 62 + 1.0 / 63, 2, 3));
    assertThat(fused.getLast().keywordRank()).isNull();
  }

  @Test
  void one_empty_half_leaves_the_order_of_the_other() {
    assertThat(RankFusion.fuse(List.of(), List.of("z", "a"), 60))
        .extracting(RankFusion.Fused::id)
        .containsExactly("z", "a");
  }
}
