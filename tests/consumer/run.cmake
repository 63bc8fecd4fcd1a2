# Installs BUILD into a fresh folder under WORK, builds the consumer against it and runs it.
file(REMOVE_RECURSE ${WORK})
set(consumer ${CMAKE_CURRENT_LIST_DIR}/project)
foreach(command IN ITEMS
    "--install|${BUILD}|--prefix|${WORK}/prefix"
    "-S|${consumer}|-B|${WORK}/build|-DCMAKE_PREFIX_PATH=${WORK}/prefix|-DCMAKE_BUILD_TYPE=Release"
    "--build|${WORK}/build")
  string(REPLACE "|" ";" command "${command}")
  execute_process(COMMAND ${CMAKE_COMMAND} ${command} OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
endforeach()
execute_process(COMMAND ${WORK}/build/consumer WORKING_DIRECTORY ${WORK} COMMAND_ERROR_IS_FATAL ANY)
