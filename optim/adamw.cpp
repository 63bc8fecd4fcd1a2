#include "optim/adamw.h"

namespace mien {

AdamW::AdamW(std::vector<NamedParameter> parameters, Options options)
    : Adam(std::move(parameters),
           {.learning_rate = options.learning_rate,
            .beta1 = options.beta1,
            .beta2 = options.beta2,
            .epsilon = options.epsilon,
            .weight_decay = options.weight_decay},
           Decay::of_weight) {}

}  // namespace mien
