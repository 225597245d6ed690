package io.malmoi.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.malmoi.models.MatrixKernel;
import io.malmoi.models.Precision;
import io.malmoi.models.TrainingOptions;
import io.malmoi.v1.TrainModelSpec;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TrainingPlanTest {
    private static final TrainModelSpec SPEC = TrainModelSpec.newBuilder()
            .setBatchSize(8)
            .setGradientAccumulationSteps(1)
            .setLearningRate(1e-3)
            .build();
    private static final TrainingOptions DECIDED =
            TrainingOptions.defaults().withPrecision(Precision.FLOAT32).withKernel(MatrixKernel.ONEDNN);

    @Test
    void fillsInWhatDependsOnTheNumberOfSteps() {
        TrainingPlan plan = TrainingPlan.of(SPEC, 1_000, DECIDED, 10_000);
        assertThat(plan.precision()).isEqualTo(Precision.FLOAT32);
        assertThat(plan.kernel()).isEqualTo(MatrixKernel.ONEDNN);
        assertThat(plan.warmupSteps()).isEqualTo(50);
        assertThat(plan.minimumLearningRate()).isEqualTo(1e-4);
        assertThat(plan.evaluationInterval()).isEqualTo(100);
        assertThat(plan.checkpointInterval()).isEqualTo(100);
        assertThat(plan.sampleInterval()).isEqualTo(100);
        assertThat(plan.evaluationBlocks()).isEqualTo(80);
        assertThat(plan.finalEvaluationBlocks()).isEqualTo(800);
    }

    @Test
    void keepsWhatIsGiven() {
        TrainModelSpec spec = SPEC.toBuilder()
                .setWarmupSteps(0)
                .setMinimumLearningRate(0)
                .setEvaluationInterval(3)
                .setCheckpointInterval(4)
                .setSampleInterval(5)
                .build();
        TrainingPlan plan = TrainingPlan.of(spec, 10, DECIDED, 7);
        assertThat(plan.warmupSteps()).isZero();
        assertThat(plan.minimumLearningRate()).isZero();
        assertThat(plan.evaluationBlocks()).isEqualTo(7);
        assertThat(steps(10, plan::evaluatesAfter)).containsExactly(3L, 6L, 9L, 10L);
        assertThat(steps(10, plan::checkpointsAfter)).containsExactly(4L, 8L);
        assertThat(steps(10, plan::samplesAfter)).containsExactly(5L, 10L);
    }

    @Test
    void plansARunOfOneStep() {
        TrainingPlan plan = TrainingPlan.of(SPEC, 1, DECIDED, 100);
        assertThat(plan.lossWindow()).isEqualTo(1);
        assertThat(plan.evaluatesAfter(1)).isTrue();
        assertThat(plan.checkpointsAfter(1)).isFalse();
    }

    private static List<Long> steps(long last, LongPredicate due) {
        return LongStream.rangeClosed(1, last).filter(due).boxed().toList();
    }
}
