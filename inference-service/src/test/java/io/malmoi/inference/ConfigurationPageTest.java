package io.malmoi.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.malmoi.testkit.ConfigurationPage;
import org.junit.jupiter.api.Test;

class ConfigurationPageTest {
    @Test
    void listsEverySettingOfTheInferenceService() throws Exception {
        assertThat(ConfigurationPage.settings())
                .containsAllEntriesOf(ConfigurationPage.settings(InferenceConfig.class));
    }
}
