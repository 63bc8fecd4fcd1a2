#include "autograd/operation_count.h"

namespace mien {
namespace {
thread_local OperationCount* innermost = nullptr;
}

OperationCount::OperationCount() : outer_(innermost) { innermost = this; }
OperationCount::~OperationCount() { innermost = outer_; }

void OperationCount::add(double operations) {
  for (OperationCount* count = innermost; count; count = count->outer_) {
    count->operations_ += operations;
  }
}

}  // namespace mien
