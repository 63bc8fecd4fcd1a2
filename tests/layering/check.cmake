# Reports every include that points upward (docs: who may know whom), and every heavy third-party
# header in a header of ours, where it would reach each user's compiler.
#   cmake -DROOT=FOLDER -P check.cmake
cmake_policy(VERSION 3.25)

# Folder: the folders its files may include, besides itself.
set(tensor)
set(cpu tensor)
set(cuda tensor)
set(autograd cpu cuda tensor)
set(layers autograd ${autograd})
set(losses layers ${layers})
set(optim autograd ${autograd})
set(models losses optim ${losses})
set(metrics tensor)
set(data tensor)
set(training models ${models} optim metrics data)
set(apps training ${training})
set(benchmarks apps ${apps})
set(tests benchmarks ${benchmarks})
set(folders ${tests} tests)

set(heavy "Eigen/|xtensor/|stb/|toml|nlohmann/|CLI/|cuda|cudnn|cublas|boost/")
set(faults 0)
foreach(folder IN LISTS folders)
  file(GLOB_RECURSE files RELATIVE ${ROOT} ${ROOT}/${folder}/*.h ${ROOT}/${folder}/*.cpp
       ${ROOT}/${folder}/*.cu)
  foreach(file IN LISTS files)
    file(STRINGS ${ROOT}/${file} lines REGEX "^ *# *include ")
    foreach(line IN LISTS lines)
      if(line MATCHES "include \"([a-z_]+)/" AND CMAKE_MATCH_1 IN_LIST folders
         AND NOT CMAKE_MATCH_1 IN_LIST ${folder} AND NOT CMAKE_MATCH_1 STREQUAL folder)
        message(SEND_ERROR "${file}: ${folder}/ may not know ${CMAKE_MATCH_1}/: ${line}")
        math(EXPR faults "${faults} + 1")
      elseif(file MATCHES "\\.h$" AND NOT folder MATCHES "^(cuda|tests|benchmarks)$"
             AND line MATCHES "include <(${heavy})")
        message(SEND_ERROR "${file}: a header of ours may not include ${line}")
        math(EXPR faults "${faults} + 1")
      endif()
    endforeach()
  endforeach()
endforeach()
if(faults EQUAL 0)
  message("Every include points downward.")
endif()
